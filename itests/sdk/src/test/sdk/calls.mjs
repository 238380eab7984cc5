// What the three scripts share: where the platform is, and a record of every call that was made.
import assert from 'node:assert/strict';

export const serverURL = process.env.FAIRLEAD_PLATFORM;
export const companyId = process.env.FAIRLEAD_COMPANY;
export const authHeader = 'Basic ' + Buffer.from(process.env.FAIRLEAD_KEY).toString('base64');

const made = [];

// Makes a call; what it answers is looked at by the caller.
export async function call(name, work) {
  try {
    const answer = await work();
    made.push(name);
    return answer;
  } catch (e) {
    throw new Error(`${name}: ${e.message}${e.rawValue ? ` in ${JSON.stringify(e.rawValue).slice(0, 500)}` : ''}`, { cause: e });
  }
}

// Makes a call of a lenient client, which tells a refusal in its answer: its one result.
export async function result(name, work, status = 200) {
  const answer = await call(name, work);
  assert.equal(answer.statusCode, status, `${name}: ${answer.statusCode} ${answer.errorMessage?.error ?? ''}`);
  const rest = Object.entries(answer).filter(([k, v]) => !['contentType', 'statusCode', 'rawResponse'].includes(k) && v !== undefined);
  assert.ok(rest.length <= 1, `${name}: ${rest.map(([k]) => k)}`);
  return rest[0]?.[1];
}

export function done() {
  console.log(`${made.length} calls: ${made.join(' ')}`);
}
