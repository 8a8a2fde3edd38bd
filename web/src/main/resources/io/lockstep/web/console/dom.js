// Text reaches the page as text only, never as markup: reports hold names that others chose.

/** Makes an element: el('p', {className: 'x'}, 'text', child). */
export function el(name, properties = {}, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Changes an element's text, if it is another; so that selections and screen readers are left in peace. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Sets a data attribute for the style sheet. */
export function setData(element, name, value) {
  if (element.dataset[name] !== value) {
    element.dataset[name] = value;
  }
}

/** Puts the children into this order, and moves only those that are elsewhere. */
export function arrange(parent, children) {
  children.forEach((child, index) => {
    if (parent.children[index] !== child) {
      parent.insertBefore(child, parent.children[index] ?? null);
    }
  });
  while (parent.children.length > children.length) {
    parent.lastElementChild.remove();
  }
}
