/** Address patterns such as "/match/{id}". */

/** Make a function that reads a path: it returns the values in braces by name, or null if the path does not fit. */
export function compile(pattern) {
  const expression = new RegExp(`^${pattern.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}/?$`);
  return (path) => {
    const found = expression.exec(path);
    if (!found) return null;
    const values = Object.entries(found.groups ?? {});
    return Object.fromEntries(values.map(([name, value]) => [name, decode(value)]));
  };
}

function decode(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // a % that is no escape: the page will find nothing with this name
  }
}
