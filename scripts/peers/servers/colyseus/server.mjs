// Usage: node server.mjs PORT

import { Server } from "@colyseus/core";
import { WebSocketTransport } from "@colyseus/ws-transport";

import { PongRoom } from "./room.mjs";

const transport = new WebSocketTransport({ perMessageDeflate: false });
const server = new Server({ transport, greet: false, gracefullyShutdown: false });
server.define("pong", PongRoom);
await server.listen(Number(process.argv[2]), "127.0.0.1");
