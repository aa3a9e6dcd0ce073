// Scan a site that answers on HTTP_PORT and HTTPS_PORT of localhost with MDN's HTTP Observatory, which has no option for
// ports: what its own scan() does, with them. Prints the score and what each test says as JSON.
import { ALL_TESTS, NUM_TESTS } from "@mdn/mdn-http-observatory/src/constants.js";
import { MINIMUM_SCORE_FOR_EXTRA_CREDIT } from "@mdn/mdn-http-observatory/src/grader/charts.js";
import { getGradeForScore, getScoreModifier } from "@mdn/mdn-http-observatory/src/grader/grader.js";
import { retrieve } from "@mdn/mdn-http-observatory/src/retriever/retriever.js";

const ports = { httpPort: Number(process.env.HTTP_PORT), httpsPort: Number(process.env.HTTPS_PORT) };
const answers = await retrieve("localhost", { ...ports, path: process.env.SCAN_PATH ?? "/" });
if (!answers.responses.https) throw new Error("Nothing answers on HTTPS_PORT.");

const tests = {};
let passed = 0;
let score = 100;
let withoutCredit = 100;
for (const test of ALL_TESTS) {
  const result = test(answers);
  const modifier = getScoreModifier(result.result);
  tests[result.constructor.name] = { result: result.result, pass: result.pass, modifier };
  passed += result.pass ? 1 : 0;
  score += modifier;
  withoutCredit += Math.min(modifier, 0);
}
const counted = withoutCredit >= MINIMUM_SCORE_FOR_EXTRA_CREDIT ? score : withoutCredit;
const { grade, score: final } = getGradeForScore(counted);
console.log(JSON.stringify({ grade, score: final, passed, of: NUM_TESTS, tests }, null, 1));
process.exit(0);
