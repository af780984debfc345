"""Avatars: images people upload, made small and harmless, and the ones drawn for everybody else."""
