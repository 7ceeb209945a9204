// node driver.mjs CA URL NAME COMMAND...: a session of npm's ws in the room of the listener at URL; then a browser,
// started by COMMAND, which is to load index.html there as NAME. Prints what the page says, and ends the browser.
// node driver.mjs CA URL ws: the same checks with npm's ws itself.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/");
const WebSocket = require("ws");
const [ca, base, name, ...command] = process.argv.slice(2);
const options = { ca: readFileSync(ca), perMessageDeflate: true };
const url = (path) => base.replace(/^http/, "ws") + path;

function open(path) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url(path), options);
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
  });
}

const once = (socket, event) => new Promise((resolve) => socket.once(event, (...all) => resolve(all)));

async function own() {
  const socket = await open("/ws/echo");
  const result = { as: name, extensions: socket.extensions };
  const text = "grüße 😀 ".repeat(1000);
  let answer = once(socket, "message");
  socket.send(text);
  let [data, binary] = await answer;
  result.text = !binary && data.toString() === text;
  const bytes = Buffer.alloc(100_000, 7);
  answer = once(socket, "message");
  socket.send(bytes);
  [data, binary] = await answer;
  result.binary = binary && data.equals(bytes);
  const pong = once(socket, "pong");
  socket.ping("there?");
  result.pong = (await pong)[0].toString() === "there?";
  const end = once(socket, "close");
  socket.close(4321, "enough");
  result.close = (await end)[0] + " true";
  const large = await open("/ws/echo");
  const cut = once(large, "close");
  large.on("error", () => {});
  large.send(Buffer.alloc(8 << 20));
  result.tooLarge = (await cut)[0];
  console.log(JSON.stringify(result));
}

async function browser() {
  const room = await open("/ws/room");
  const child = spawn(command[0], command.slice(1), { stdio: ["ignore", "ignore", "inherit"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), 90_000);
  const gone = once(child, "exit");
  const said = await Promise.race([once(room, "message"), gone]);
  const text = said[0] instanceof Buffer ? said[0].toString() : "the browser ended with " + said;
  console.log(text);
  child.kill("SIGTERM");
  await gone;
  clearTimeout(timer);
  room.terminate();
}

await (command.length === 0 ? own() : browser());
