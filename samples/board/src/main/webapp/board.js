const byId = (id) => document.getElementById(id);
const SHOWN = 100;

async function ask(path, method = "GET", parameters = {}) {
  try {
    const response = await fetch(`${path}?${new URLSearchParams(parameters)}`, { method });
    if (!response.ok) {
      throw new Error(`the server answered ${response.status}`);
    }
    byId("problem").hidden = true;
    return await response.json();
  } catch (problem) {
    byId("problem").textContent = `That did not work (${problem.message}). Please try again.`;
    byId("problem").hidden = false;
    return null;
  }
}

function note(id, text) {
  const row = document.createElement("li");
  const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  remove.setAttribute("aria-label", `Take down: ${text}`);
  remove.addEventListener("click", async () => showNotes(await ask("notes", "DELETE", { id })));
  row.append(Object.assign(document.createElement("span"), { textContent: text }), remove);
  return row;
}

function showNotes(answer) {
  if (answer) {
    const notes = Object.entries(answer.notes);
    byId("server").textContent = answer.server;
    byId("notes").replaceChildren(...notes.map(([id, text]) => note(id, text)));
    byId("none").hidden = notes.length > 0;
  }
}

function showMessages(answer) {
  if (answer) {
    const last = answer.messages.slice(-SHOWN).reverse();
    byId("messages").replaceChildren(
      ...last.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
    byId("silent").hidden = last.length > 0;
  }
}

function line(text, number) {
  const row = document.createElement("li");
  const done = Object.assign(document.createElement("button"), { type: "button", textContent: "✓" });
  done.setAttribute("aria-label", `Tick off: ${text}`);
  done.addEventListener("click", async () => showDraft(await ask("draft", "POST", { done: number })));
  const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  remove.setAttribute("aria-label", `Remove: ${text}`);
  remove.addEventListener("click", async () => showDraft(await ask("draft", "DELETE", { line: number })));
  row.append(Object.assign(document.createElement("span"), { textContent: text }), done, remove);
  return row;
}

function showDraft(answer) {
  if (answer) {
    byId("lines").replaceChildren(...answer.lines.map(line));
    byId("empty").hidden = answer.lines.length > 0;
  }
}

async function refresh() {
  if (!document.hidden) {
    showNotes(await ask("notes"));
    showMessages(await ask("messages"));
    showDraft(await ask("draft"));
  }
}

function onSubmit(form, action) {
  byId(form).addEventListener("submit", async (event) => {
    event.preventDefault();
    const { text } = Object.fromEntries(new FormData(event.target));
    event.target.reset();
    await action(text);
  });
}

const newId = () => `${new Date().toISOString()} ${Math.random().toString(36).slice(2, 8)}`;
onSubmit("pin", async (text) => showNotes(await ask("notes", "POST", { id: newId(), text })));
onSubmit("publish", async (text) => showMessages(await ask("messages", "POST", { text })));

onSubmit("draft", async (text) => showDraft(await ask("draft", "POST", { text })));

await refresh();
setInterval(refresh, 1000);
