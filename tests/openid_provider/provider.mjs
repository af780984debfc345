/**
 * An OpenID provider on a free port, with pages that let anybody in under any name. Its clients come as JSON;
 * it prints its address.
 */

import { createServer } from "node:http";
import Provider from "oidc-provider";

const clients = JSON.parse(process.argv[2]);
const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients,
    claims: { profile: ["preferred_username", "name"], email: ["email"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["of the tests alone"] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, preferred_username: id, name: `${id} the Great`, email: `${id}@example.org` }),
    }),
    pkce: { required: () => true },
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
