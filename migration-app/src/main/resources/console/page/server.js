// Asks the server.

/** The server said no; the problem says why. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

function toSignIn() {
  location.assign("/login.html");
}

async function problemIn(answer) {
  try {
    return await answer.json();
  } catch {
    return { title: "The server failed", status: answer.status, detail: `It answered ${answer.status}.`, missing: [] };
  }
}

async function answerTo(path, request = {}) {
  const answer = await fetch(path, { credentials: "same-origin", headers: { Accept: "application/json" }, ...request });
  if (answer.status === 401) {
    toSignIn();
  }
  if (!answer.ok) {
    throw new Refused(await problemIn(answer));
  }
  return answer;
}

export async function look(path) {
  return (await answerTo(path)).json();
}

/** Who has signed in; goes to the page for that if nobody has. */
export async function session() {
  const found = await look("/api/v1/session");
  if (found.user === null) {
    toSignIn();
    throw new Error("Nobody has signed in.");
  }
  return found;
}

/** A session that began anew has another token, so it is asked for each time. */
async function ask(method, path, headers, body) {
  const { token } = await session();
  return answerTo(path, {
    method,
    headers: { Accept: "application/json", [token.header]: token.value, ...headers },
    body,
  });
}

/** Makes a repetition known as one. */
export function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}

export async function command(base, name, body, { version, key }) {
  const answer = await ask(
    "POST",
    `${base}/commands/${name}?form=text`,
    { "Content-Type": "application/json", "If-Match": `"${version}"`, "Idempotency-Key": key },
    JSON.stringify(body),
  );
  return answer.json();
}

const account = (name) => `/api/v1/accounts/${encodeURIComponent(name)}`;

/** Adds an account, or changes one; the answer has a password only if one was made up. */
export async function putAccount(name, body) {
  return (await ask("PUT", account(name), { "Content-Type": "application/json" }, JSON.stringify(body))).json();
}

export async function removeAccount(name, reason) {
  await ask("DELETE", `${account(name)}?reason=${encodeURIComponent(reason)}`, {}, null);
}

export async function signOut() {
  await ask("POST", "/logout", {}, null);
  toSignIn();
}
