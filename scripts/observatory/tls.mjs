// A proxy that ends TLS, for the length of a scan: tells the site on PORT by X-Forwarded-Proto how a visitor came.
import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";

const { PORT, HTTP_PORT, HTTPS_PORT, TLS_KEY, TLS_CERTIFICATE } = process.env;

const passingOn = (scheme) => (asked, answer) => {
  const headers = { ...asked.headers, "x-forwarded-proto": scheme };
  const passed = http.request({ host: "127.0.0.1", port: PORT, path: asked.url, method: asked.method, headers });
  passed.on("response", (received) => {
    answer.writeHead(received.statusCode, received.rawHeaders);
    received.pipe(answer);
  });
  passed.on("error", () => answer.destroy());
  asked.pipe(passed);
};

http.createServer(passingOn("http")).listen(HTTP_PORT, "127.0.0.1");
const files = { key: readFileSync(TLS_KEY), cert: readFileSync(TLS_CERTIFICATE) };
https.createServer(files, passingOn("https")).listen(HTTPS_PORT, "127.0.0.1");
