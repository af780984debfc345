-- Nothing: the number is taken by another branch. Remove this file when that one is merged.
SELECT 1;
