// What is said of a photo as a whole: may it be published at all, and what does it show?
import { el, field } from './dom.js';
import { t } from './words.js';
import { typedIn } from './bar.js';

const button = (text, run) => el('button', { type: 'button', onclick: run }, text);

// The buttons that answer for this photo alone; what was said of it can be taken back, and then what is said of all counts.
export function permissionButtons(photo, edit) {
  return [
    photo.permission_own !== 'no' && button(t('forbid_one'), () => edit({ do: 'rights', answer: 'no' })),
    photo.permission !== 'yes' && button(t('permit_one'), () => edit({ do: 'rights', answer: 'yes' })),
    photo.permission_own !== null && button(t('forget_rights'), () => edit({ do: 'forget-rights' })),
  ].filter(Boolean);
}

function permissionText(photo) {
  if (photo.permission === 'yes') return t('rights_are_given');
  return photo.permission === 'no' ? t('rights_are_refused') : t('rights_are_open');
}

// A folded part of the page that is filled anew by `draw(photo)`; `edit(change, id)` tells the server, of the shown photo if it is
// not said of which. What was written is noted as soon as one turns to something else, and at the latest by `note()`.
export function makeAbout(edit) {
  const rights = el('div', {});
  const text = el('input', { type: 'text', maxLength: 200, autocomplete: 'off' });
  let told = { id: undefined, text: '' }; // the photo's text as the server has it: what somebody is writing stays
  let noting = null; // what is on its way there
  const refused = new Map(); // by photo: what the server did not take stays in its field
  const isTyped = () => told.id !== undefined && ![told.text, noting?.text].includes(text.value.trim());

  async function send(now) {
    const noted = await edit({ do: 'alt-text', text: now.text }, now.id);
    if (noted) refused.delete(now.id);
    else refused.set(now.id, now.text);
    if (noted && told.id === now.id) told = { id: now.id, text: now.text };
    if (noting === now) noting = null;
    return noted;
  }

  function note() {
    if (isTyped()) {
      noting = { id: told.id, text: text.value.trim() };
      noting.sent = send(noting);
    }
    return noting?.sent ?? true;
  }

  text.addEventListener('change', note);
  const form = el('form', { onsubmit: (event) => {
    event.preventDefault();
    note();
  } }, field(t('alt_text'), text), el('button', { type: 'submit' }, t('alt_note')));
  typedIn(text, isTyped, note);
  return {
    note,
    node: el('details', { class: 'about' }, el('summary', {}, t('about')), rights, form),
    draw(photo) {
      const at = rights.contains(document.activeElement);
      rights.replaceChildren(el('p', {}, permissionText(photo)), el('p', { class: 'row' }, ...permissionButtons(photo, edit)));
      if (at) rights.querySelector('button').focus();
      if (photo.id !== told.id || photo.alt_text !== told.text) text.value = refused.get(photo.id) ?? photo.alt_text;
      told = { id: photo.id, text: photo.alt_text };
    },
  };
}
