// May these photos be published at all? Asked once for every manifest that does not say yes.
import { el } from './dom.js';
import { t } from './words.js';
import { state, tell } from './store.js';
import { say } from './bar.js';

async function permit(file) {
  const result = await tell('edit', { do: 'permit', file, answer: 'yes' });
  say(result.ok ? t('permitted') : result.error || t('lost'));
}

// The manifests of these numbers that do not say yes, each as {number, path, permission}.
export function withoutPermission(numbers) {
  return state.files.map((file, number) => ({ ...file, number }))
    .filter((file) => file.permission !== 'yes' && numbers.has(file.number));
}

export const permitButton = (file) => el('button', { type: 'button', onclick: () => permit(file.number) }, t('permit'));

// What is asked, and the button that answers.
export function rightsNodes(files) {
  return files.map((file) => el('p', {}, t(file.permission === 'no' ? 'rights_no' : 'rights_ask'), ' ',
    files.length > 1 ? `(${file.path}) ` : '', permitButton(file)));
}
