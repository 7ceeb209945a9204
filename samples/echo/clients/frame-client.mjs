// Sends each argument as a frame behind its length in four bytes, and prints what comes back:
//   node frame-client.mjs 127.0.0.1 9000 hello "and more"
//   node frame-client.mjs 127.0.0.1 9000 --json hello        as {"id":1,"text":"hello"}
import net from "node:net";

const [host, port, ...rest] = process.argv.slice(2);
const json = rest[0] === "--json";
const texts = json ? rest.slice(1) : rest;

const socket = net.connect({ host, port: Number(port) }, () => {
  texts.forEach((text, index) => {
    const frame = Buffer.from(json ? JSON.stringify({ id: index + 1, text }) : text);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(frame.length);
    socket.write(Buffer.concat([length, frame]));
  });
});

let come = Buffer.alloc(0);
let left = texts.length;
socket.setTimeout(10_000, () => socket.destroy(new Error("no answer")));
socket.on("data", (bytes) => {
  come = Buffer.concat([come, bytes]);
  while (come.length >= 4 && come.length >= 4 + come.readUInt32BE(0)) {
    const end = 4 + come.readUInt32BE(0);
    const frame = come.toString("utf8", 4, end);
    console.log(json ? JSON.stringify(JSON.parse(frame)) : frame);
    come = come.subarray(end);
    if (--left === 0) {
      socket.end();
    }
  }
});
