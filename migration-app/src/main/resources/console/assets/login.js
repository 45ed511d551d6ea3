"use strict";

// The token shows the server that the form comes from its own page.
const messages = {
  "?wrong": "The name or the password is wrong.",
  "?wait": "Too many attempts. Wait a minute, then try again.",
};

async function prepare() {
  const message = document.getElementById("message");
  try {
    const answer = await fetch("/api/v1/session", { credentials: "same-origin" });
    if (!answer.ok) {
      throw new Error(`The server answered ${answer.status}.`);
    }
    const session = await answer.json();
    document.getElementById("token").value = session.token.value;
    document.querySelector("#sign-in button").disabled = false;
    message.textContent = messages[location.search] ?? "";
  } catch (failure) {
    message.textContent = `The server can't be asked: ${failure.message} Load the page again.`;
  }
  message.hidden = message.textContent === "";
}

prepare();
