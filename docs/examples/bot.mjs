/**
 * Plays one match against the machine by docs/protocol.md. Node 22 or newer, nothing to install:
 * node bot.mjs [site] [level] [points]. Exit code 0: won, 2: not won, 1: there was no match.
 * RALLY_TOKEN is the API token of a bot; without one it plays as a guest.
 */
const [site = "http://127.0.0.1:8000", level = "medium", points = "3"] = process.argv.slice(2);
const WALL = 8.75, LIMIT = 7.5, SPEED = 14, REACH = 1.75, EDGE = 1.1, ACROSS = 29.5;

const { RALLY_TOKEN: token } = process.env;
const headers = token ? { Authorization: `Bearer ${token}` } : { Origin: site, Cookie: await enter() };
const socket = new WebSocket(`${site.replace("http", "ws")}/ws`, { headers });
const send = (frame) => socket.send(JSON.stringify(frame));

/** Signs in as a guest; returns the cookie. */
async function enter() {
  const about = { Origin: site, "Content-Type": "application/json" };
  const guest = await fetch(`${site}/api/v1/guest`, { method: "POST", headers: about, body: `{"name": "Bot"}` });
  if (!guest.ok) throw new Error(await guest.text());
  return guest.headers.getSetCookie()[0].split(";")[0];
}

let offset = 0, best = Infinity; // of the server's clock from ours, by the quickest answer
let match, side, flight, paddles, time, starts = null, aim = 0; // match time is `time` at `starts`
const clock = () => Math.floor(performance.now() + offset);
const clamp = (y) => Math.max(-LIMIT, Math.min(y, LIMIT));
const place = ({ y, direction, since }, now) => clamp(y + direction * SPEED * Math.max(now - since, 0));
const fold = (y) => (Math.abs(y) > WALL ? fold(Math.sign(y) * 2 * WALL - y) : y);

/** Where the paddle should be: so that the return lands far from the other one. */
function plan() {
  if (flight.side !== side) return 0;
  const leg = flight.legs.at(-1) ?? flight; // on a map the flight turns on its way
  const y = fold(leg.y + leg.vy * (flight.contact - leg.since));
  const far = (bite) => Math.abs(fold(y + bite * EDGE * ACROSS) - paddles[side > 0 ? 0 : 1].y);
  const bite = far(0.6) > far(-0.6) ? 0.6 : -0.6;
  return clamp(y - bite * REACH);
}

function steer() {
  const ms = clock(), mine = side > 0 ? 1 : 0;
  if (starts === null || ms < starts) return;
  const now = time + (ms - starts) / 1000, y = place(paddles[mine], now), way = aim - y;
  const direction = Math.abs(way) < SPEED / 50 ? 0 : Math.sign(way);
  if (direction === paddles[mine].direction) return;
  paddles[mine] = { since: now, y, direction };
  send({ t: "input", match, dir: direction, at: ms });
}

function end(exitCode, ...words) {
  console.log(...words);
  process.exit(exitCode);
}

const hear = {
  ping: ({ at }) => send({ t: "pong", at }),
  pong({ at, now }) {
    const trip = performance.now() - at;
    if (trip < best) [best, offset] = [trip, now - at - trip / 2];
  },
  welcome: () => send({ t: "ai", id: "r1", level, settings: { points: Number(points) } }),
  matched: (frame) => send({ t: "enter", match: (match = frame.match) }),
  match: (frame) => ({ sides: [side], paddles, time, starts } = frame),
  countdown: (frame) => ({ time, starts } = frame),
  pause: (frame) => ([starts, paddles] = [null, frame.paddles]),
  paddle(frame) {
    const which = frame.side > 0 ? 1 : 0; // not one about a key before our last
    if (frame.since >= paddles[which].since) paddles[which] = frame;
  },
  point: ({ score }) => console.log(score.join(":")),
  error: ({ code, detail }) => end(1, `${code}: ${detail}`),
  finished: ({ winner, cause }) => end(...(winner === side ? [0, "won"] : [2, "not won"]), cause),
};

socket.addEventListener("open", () => {
  send({ t: "hello" });
  setInterval(() => send({ t: "ping", at: performance.now() }), 250);
  setInterval(steer, 33);
});
socket.addEventListener("close", ({ code, reason }) => end(1, "closed", code, reason));
socket.addEventListener("message", ({ data }) => {
  for (const frame of data.split("\n").map((line) => JSON.parse(line))) {
    hear[frame.t]?.(frame);
    if (!frame.flight || frame.flight.number < flight?.number) continue;
    flight = frame.flight;
    aim = plan();
  }
});
