// Texts in the user's language, from the server's catalogue.
import { get } from './net.js';

let words = {};

export async function loadWords() {
  words = await get('words');
  document.documentElement.lang = words.lang;
  for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
}

// "Open: {n}" with {n: 3} becomes "Open: 3".
export function t(name, values = {}) {
  const text = words[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (all, key) => (key in values ? String(values[key]) : all));
}

// Why nothing would be published of a photo: what is withheld says so itself.
export const troubleOf = (photo) => (photo.result === 'withheld' ? photo.trouble : `${t('has_failed')} ${photo.trouble}`);
