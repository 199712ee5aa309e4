// What is said of a photo as a whole: may it be published at all, and what does it show?
import { el, field } from './dom.js';
import { t } from './words.js';

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

// A folded part of the page that is filled anew by `draw(photo)`; `edit(change)` tells the server.
export function makeAbout(edit) {
  const rights = el('div', {});
  const text = el('input', { type: 'text', maxLength: 200, autocomplete: 'off' });
  const form = el('form', { onsubmit: (event) => {
    event.preventDefault();
    edit({ do: 'alt-text', text: text.value.trim() });
  } }, field(t('alt_text'), text), el('button', { type: 'submit' }, t('alt_note')));
  let told = null; // the photo's text as it was drawn last: what somebody is writing stays
  return {
    node: el('details', { class: 'about' }, el('summary', {}, t('about')), rights, form),
    draw(photo) {
      const key = `${photo.id} ${photo.alt_text}`;
      const at = rights.contains(document.activeElement);
      rights.replaceChildren(el('p', {}, permissionText(photo)), el('p', { class: 'row' }, ...permissionButtons(photo, edit)));
      if (at) rights.querySelector('button').focus();
      if (key !== told) text.value = photo.alt_text;
      told = key;
    },
  };
}
