// Elements by name. Texts are always text nodes: nothing that a file or a person is called becomes markup.

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === 'class') node.className = value;
    else if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (key in node && !key.startsWith('aria')) node[key] = value;
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

export const byId = (id) => document.getElementById(id);

// A label and its field, side by side in a form.
let fields = 0;
export function field(text, input) {
  input.id = input.id || `field-${++fields}`;
  return el('p', { class: 'field' }, el('label', { htmlFor: input.id }, text), input);
}

export function select(values, chosen) {
  return el('select', {}, ...values.map(([value, text]) => el('option', { value, selected: value === chosen }, text)));
}

// When no button is held down: one that is drawn anew under somebody's finger is never pressed.
export async function released() {
  while (document.querySelector('button:active')) await new Promise((done) => setTimeout(done, 50));
}

// A key that is held down is pressed once, but where one types: what it did has brought the next face under it.
export function pressOnce() {
  document.addEventListener('keydown', (event) => {
    const letter = event.key.length === 1 && event.key !== ' ' && !event.target.closest?.('input, select, textarea');
    if (!event.repeat || !(letter || event.key === 'Enter' || event.key === 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
}
