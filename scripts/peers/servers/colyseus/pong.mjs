// Server-authoritative Pong with Rally's court and speeds, as plain as it can be. The ball is one
// straight flight to the next contact, a paddle one segment. Times are seconds of play.

const WALL = 8.75; // where the centre of the ball turns
const FACE = 14.75; // where it meets a paddle
const REACH = 1.75; // how far from the centre of a paddle it is still hit
const LIMIT = 7.5;
const PADDLE_SPEED = 14;
const SERVE_SPEED = 15;
const SPEED_UP = 1.05;
const TOP_SPEED = 32;
const SERVE_SLOPE = 0.7;
const EDGE_SLOPE = 1.1;
const SERVE_DELAY = 1;
const POINTS = 11;

const clamp = (value, limit) => Math.max(-limit, Math.min(value, limit));

const place = (side) => (side < 0 ? 0 : 1);

function fold(y) {
  while (y > WALL || y < -WALL) y = (y > WALL ? 2 : -2) * WALL - y;
  return y;
}

export class Pong {
  constructor() {
    this.score = [0, 0];
    this.paddles = [0, 1].map(() => ({ since: 0, y: 0, direction: 0 }));
    this.serve(0, Math.random() < 0.5 ? -1 : 1);
  }

  get won() {
    return Math.max(...this.score) >= POINTS;
  }

  press(side, direction, now) {
    const paddle = this.paddles[place(side)];
    paddle.y = this.position(side, now);
    paddle.since = now;
    paddle.direction = direction;
    return paddle;
  }

  position(side, at) {
    const { since, y, direction } = this.paddles[place(side)];
    return clamp(y + direction * PADDLE_SPEED * Math.max(0, at - since), LIMIT);
  }

  serve(since, side) {
    this.fly(since, 0, 0, side, SERVE_SLOPE * (2 * Math.random() - 1), SERVE_SPEED);
  }

  fly(since, x, y, side, slope, speed) {
    const forward = speed / Math.sqrt(1 + slope * slope);
    const vx = side * forward;
    const contact = since + (side * FACE - x) / vx;
    this.flight = { since, x, y, vx, vy: slope * forward, speed, side, contact };
  }

  // Decides the contact of the flight: returns the ball, or counts the point and serves.
  // Returns true for a point.
  contact() {
    const { since, y, vy, side, contact, speed } = this.flight;
    const height = fold(y + vy * (contact - since));
    const offset = (height - this.position(side, contact)) / REACH;
    if (Math.abs(offset) <= 1) {
      const faster = Math.min(speed * SPEED_UP, TOP_SPEED);
      this.fly(contact, side * FACE, height, -side, offset * EDGE_SLOPE, faster);
      return false;
    }
    this.score[place(-side)] += 1;
    this.serve(contact + SERVE_DELAY, -side);
    return true;
  }
}
