const byId = (id) => document.getElementById(id);
const euros = new Intl.NumberFormat(undefined, { style: "currency", currency: "EUR" });
const products = new Map();
let lastServer = null;
let lastSession = null;

function tin(product) {
  const card = byId("tin").content.cloneNode(true).firstElementChild;
  card.style.setProperty("--hue", product.hue);
  card.querySelector("h3").textContent = product.name;
  card.querySelector(".about").textContent = product.about;
  card.querySelector(".price").textContent = euros.format(product.cents / 100);
  const button = card.querySelector("button");
  button.setAttribute("aria-label", `Add ${product.name} to the cart`);
  button.addEventListener("click", () => cart("POST", product.id));
  return card;
}

function line(item, count) {
  const [id, label] = item.split("~");
  const product = products.get(id) ?? { name: id, cents: 0 };
  const row = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = product.name;
  if (label) {
    name.append(Object.assign(document.createElement("small"), { textContent: label }));
  }
  const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  remove.setAttribute("aria-label", `Take ${product.name} out of the cart`);
  remove.addEventListener("click", () => cart("DELETE", item));
  row.append(
    Object.assign(document.createElement("span"), { textContent: `${count}×` }),
    name,
    Object.assign(document.createElement("span"), { textContent: euros.format((count * product.cents) / 100) }),
    remove,
  );
  return row;
}

function show(state) {
  const lines = Object.entries(state.items);
  const count = lines.reduce((sum, [, each]) => sum + each, 0);
  const cents = lines.reduce((sum, [item, each]) => sum + each * (products.get(item.split("~")[0])?.cents ?? 0), 0);
  byId("lines").replaceChildren(...lines.map(([item, each]) => line(item, each)));
  byId("count").textContent = count;
  byId("sum").textContent = euros.format(cents / 100);
  byId("empty").hidden = count > 0;
  byId("total").hidden = count === 0;
  byId("problem").hidden = true;

  const server = Object.assign(document.createElement("b"), { textContent: state.server });
  const since = new Date(state.since).toLocaleTimeString();
  byId("origin").replaceChildren("served by ", server, ` · session ${state.session} since ${since}`);
  tellMove(state);
}

function tellMove(state) {
  const moved = byId("moved");
  if (lastSession && lastSession !== state.session) {
    moved.textContent = `You have a new session, on ${state.server}: the old one, and its cart, are gone.`;
    moved.hidden = false;
  } else if (lastServer && lastServer !== state.server) {
    moved.textContent = `${lastServer} no longer serves you. You are on ${state.server} now, and your cart came along.`;
    moved.hidden = false;
  }
  lastServer = state.server;
  lastSession = state.session;
}

async function cart(method, item) {
  const query = item ? `?item=${encodeURIComponent(item)}` : "";
  try {
    const response = await fetch(`cart${query}`, { method });
    if (!response.ok) {
      throw new Error(`the server answered ${response.status}`);
    }
    show(await response.json());
  } catch (problem) {
    byId("problem").textContent = `That did not work (${problem.message}). Please try again.`;
    byId("problem").hidden = false;
  }
}

for (const product of await (await fetch("products")).json()) {
  products.set(product.id, product);
  byId("products").append(tin(product));
}
await cart("GET");
setInterval(() => document.hidden || cart("GET"), 3000);
