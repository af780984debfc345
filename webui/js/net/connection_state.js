/** What the store knows of the connection. */

/**
 * `restarting`: the server said that it restarts, and has not been back since. `blocked`: it answers
 * other requests, but this connection does not open.
 */
export const connection = (status, more = {}) => ({
  status,
  retryAt: null,
  closeCode: null,
  restarting: false,
  blocked: false,
  ...more,
});
