// node load.mjs ADMIN CERTIFICATES: asks every listener that the admin API at ADMIN names by every protocol that it speaks,
// until its standard input ends. Prints what it drives once all of it is answered; at the end, by listener, how many requests
// it has sent and how many bytes they had at least.
import { readFileSync } from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import net from "node:net";
import { createRequire } from "node:module";
import { once } from "node:events";

const WebSocket = createRequire(process.cwd() + "/")("ws");
const [admin, certificates] = process.argv.slice(2);
const file = (name) => readFileSync(`${certificates}/${name}`);
const tls = { ca: file("ca.crt"), cert: file("client.crt"), key: file("client.key") };
const pause = () => new Promise((resolve) => setTimeout(resolve, 25));

let going = true;
process.stdin.resume().on("end", () => { going = false; });
const sent = {};
const kinds = [];
const first = [];

/** Repeats something until the end; counts what it sends, of which each has a request or is inside of one. */
function drive(listener, kind, { begin = 0, each = 0 }, work) {
  const count = (sent[listener] ??= { requests: 0, bytes: 0 });
  kinds.push(`${kind} (${listener})`);
  let answered;
  first.push(new Promise((resolve) => { answered = resolve; }));
  return (async () => {
    const { step, end } = await work();
    count.requests += begin;
    while (going) {
      count.bytes += await step();
      count.requests += each;
      answered();
      await pause();
    }
    await end();
  })();
}

const BODY = "x".repeat(200);

function overHttp1(target) {
  const agent = new (target.tls ? https : http).Agent({ keepAlive: true, maxSockets: 1 });
  const step = () => new Promise((resolve, reject) => {
    const request = (target.tls ? https : http).request({
      ...target.http, ...(target.tls && tls), agent, method: "POST", path: "/echo", headers: { "Content-Length": BODY.length },
    }, (response) => {
      response.resume().on("end", () => response.statusCode === 200 ? resolve(BODY.length) : reject(new Error(`status ${response.statusCode}`)));
    });
    request.on("error", reject);
    request.end(BODY);
  });
  return { step, end: async () => agent.destroy() };
}

async function session(target) {
  const session = target.tls
    ? http2.connect(`https://localhost:${target.at.port}`, tls)
    : http2.connect("http://localhost", { createConnection: () => net.connect(target.at) });
  await once(session, "connect");
  return session;
}

async function overHttp2(target) {
  const over = await session(target);
  const step = async () => {
    const stream = over.request({ ":method": "POST", ":path": "/echo", ":authority": "localhost" });
    stream.end(BODY);
    const [headers] = await once(stream, "response");
    if (headers[":status"] !== 200) throw new Error(`status ${headers[":status"]}`);
    await once(stream.resume(), "end");
    return BODY.length;
  };
  return { step, end: async () => over.close() };
}

async function events(target) {
  const request = (target.tls ? https : http).get({ ...target.http, ...(target.tls && tls), path: "/events", agent: false });
  const [response] = await once(request, "response");
  if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}`);
  response.on("error", () => {});
  return { step: async () => { await once(response, "data"); return 0; }, end: async () => request.destroy() };
}

async function webSocket(target) {
  const { path: socket, port } = target.at;
  const url = socket ? `ws+unix:${socket}:/ws/echo` : `${target.tls ? "wss" : "ws"}://localhost:${port}/ws/echo`;
  const over = new WebSocket(url, target.tls ? tls : {});
  await once(over, "open");
  return {
    step: async () => {
      over.send(BODY);
      await once(over, "message");
      return BODY.length;
    },
    end: async () => over.close(),
  };
}

const message = (bytes) => Buffer.concat([Buffer.from([0, 0, 0, 0, bytes.length]), bytes]);
const call = (over, method) => over.request({
  ":method": "POST", ":path": `/grpc.testing.TestService/${method}`, ":authority": "localhost",
  "content-type": "application/grpc", te: "trailers",
});

async function unaryCalls(target) {
  const over = await session(target);
  const step = async () => {
    const stream = call(over, "EmptyCall");
    stream.end(message(Buffer.alloc(0)));
    const [trailers] = await Promise.all([once(stream, "trailers"), once(stream.resume(), "end")]);
    if (trailers[0]["grpc-status"] !== "0") throw new Error(`grpc-status ${trailers[0]["grpc-status"]}`);
    return 5;
  };
  return { step, end: async () => over.close() };
}

/** A call in both directions: asks for a message of eight bytes, again and again. */
async function streamingCall(target) {
  const over = await session(target);
  const stream = call(over, "FullDuplexCall");
  const step = async () => {
    const answer = once(stream, "data");
    stream.write(message(Buffer.from([0x12, 0x02, 0x08, 0x08])));
    await answer;
    return 9;
  };
  return {
    step,
    end: async () => {
      stream.end();
      await once(stream.resume(), "end");
      over.close();
    },
  };
}

async function frames(target) {
  const over = net.connect(target.at);
  await once(over, "connect");
  const frame = Buffer.alloc(4 + BODY.length, "x");
  frame.writeUInt32BE(BODY.length);
  const step = async () => {
    over.write(frame);
    for (let left = frame.length; left > 0; ) left -= (await once(over, "data"))[0].length;
    return frame.length;
  };
  return { step, end: async () => over.destroy() };
}

const listeners = await (await fetch(`${admin}/api/v1/listeners`)).json();
const drives = [];
for (const { name, address, port, protocols, tls: secure } of listeners) {
  if (name === "admin") continue;
  const path = address.replace(/^unix:/, "");
  const at = port ? { port, host: secure ? "localhost" : "127.0.0.1" } : { path };
  const target = { tls: secure, at, http: port ? at : { socketPath: path } };
  const add = (kind, counted, work) => drives.push(drive(name, kind, counted, () => work(target)));
  if (protocols.includes("http")) {
    add(secure ? "HTTPS" : "HTTP/1.1", { each: 1 }, async (to) => overHttp1(to));
    add("HTTP/2", { each: 1 }, overHttp2);
    add("server-sent events", { begin: 1 }, events);
    add("WebSocket", { begin: 1 }, webSocket);
  }
  if (protocols.includes("grpc")) {
    add("gRPC, unary", { each: 1 }, unaryCalls);
    add("gRPC, streaming", { begin: 1 }, streamingCall);
  }
  if (protocols.includes("tcp")) add("framed TCP", {}, frames);
}
const all = Promise.all(drives);
await Promise.race([Promise.all(first), all]);
console.log(JSON.stringify(kinds));
await all;
console.log(JSON.stringify(sent));
