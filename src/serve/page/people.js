// People, their consents, and what the policy says of them today.
import { byId, el, field, select } from './dom.js';
import { t } from './words.js';
import { post } from './net.js';
import { state, tell, personOf, idOf, compareNames } from './store.js';
import { say, clean } from './bar.js';

const roles = ['staff', 'visitor', 'client', 'patient', 'relative', 'pupil', 'child', 'public-figure'];
let drawn = -1;

const roleText = (role) => (role ? t(`role_${role}`) : t('role_none'));
const day = (name, value = '') => el('input', { type: 'date', name, value, min: '1900-01-01', max: '2199-12-31' });
const today = () => state.date;

function openDialog(title, ...children) {
  const dialog = byId('dialog');
  const close = el('button', { type: 'button', class: 'close', onclick: () => dialog.close() }, t('close'));
  const head = el('h2', { id: 'dialog-head' }, title);
  dialog.setAttribute('aria-labelledby', 'dialog-head');
  dialog.replaceChildren(head, ...children, close);
  if (!dialog.open) dialog.showModal();
  return dialog;
}

// What a form's fields say; empty ones say nothing.
function saidIn(form) {
  return Object.fromEntries([...new FormData(form).entries()].filter(([, value]) => value !== ''));
}

function consentFields() {
  const form = select([['written', t('form_written')], ['verbal', t('form_verbal')]], 'written');
  const giver = select([['self', t('giver_self')], ['guardian', t('giver_guardian')]], 'self');
  const child = select([['', '–'], ['yes', t('yes')], ['no', t('no')]], '');
  const channels = el('input', { type: 'text', name: 'channels', required: true, maxLength: 100,
    oninvalid: () => channels.setCustomValidity(t('channels_ask')), oninput: () => channels.setCustomValidity('') });
  form.name = 'form';
  giver.name = 'given_by';
  child.name = 'child_agrees';
  const date = day('date', today());
  date.required = true;
  return [field(t('form'), form), field(t('giver'), giver), field(t('child_agrees'), child), field(t('date'), date),
    field(t('expires'), day('expires')), field(t('channels'), channels)];
}

const consentEdit = (person, said) => ({ do: 'consent', file: person.file, person: person.key, ...said });

// Somebody new; the result is the person, or null.
export function addPerson(name, file, photo) {
  return new Promise((done) => {
    const nameInput = el('input', { type: 'text', name: 'name', value: name, required: true, maxLength: 100 });
    const role = select([['', t('role_none')], ...roles.map((key) => [key, roleText(key)])], 'staff');
    const protectedId = select([['', t('no')], ['yes', t('yes')]], '');
    const agreed = el('input', { type: 'checkbox', id: 'agreed' });
    const consent = el('fieldset', { hidden: true }, el('legend', {}, t('consent')), ...consentFields());
    const error = el('p', { role: 'alert' });
    role.name = 'role';
    protectedId.name = 'protected_identity';
    agreed.addEventListener('change', () => { consent.hidden = !agreed.checked; consent.disabled = !agreed.checked; });
    consent.disabled = true;
    let added = null;
    const form = el('form', { method: 'dialog', onsubmit: async (event) => {
      event.preventDefault();
      const { name: said, role: is, born, protected_identity, ...rest } = saidIn(form);
      const known = new Set(state.people.map(idOf));
      const result = await tell('edit', { do: 'person', file, photo, name: said, role: is, born, protected_identity });
      added = state.people.find((person) => !known.has(idOf(person)) && person.file === file && person.name === said) ?? null;
      if (!result.ok || !added) {
        error.textContent = result.error || t('lost');
        return;
      }
      const second = agreed.checked ? await tell('edit', consentEdit(added, rest)) : { ok: true };
      say(second.ok ? t('noted') : second.error);
      dialog.close();
    } }, field(t('name'), nameInput), field(t('role'), role), field(t('born'), day('born')),
      field(t('protected'), protectedId), el('p', { class: 'field' }, el('label', { htmlFor: 'agreed' }, t('has_agreed')), agreed),
      consent, error, el('button', { type: 'submit' }, t('add')));
    const dialog = openDialog(t('add_person'), form);
    dialog.addEventListener('close', () => done(added), { once: true });
    nameInput.focus();
  });
}

function consentText(consent) {
  const parts = [t(consent.form ? `form_${consent.form}` : 'form_none')];
  if (consent.given_by) parts.push(t(`giver_${consent.given_by}`));
  if (consent.child_agrees) parts.push(`${t('child_agrees')}: ${t(consent.child_agrees)}`);
  if (consent.date) parts.push(t('from_day', { day: consent.date }));
  if (consent.expires) parts.push(t('until_day', { day: consent.expires }));
  parts.push(consent.channels ? t('for_channels', { channels: consent.channels.join(', ') || '–' }) : t('channels_all'));
  if (consent.withdrawn) parts.push(t('withdrawn_day', { day: consent.withdrawn }));
  return parts.join(' · ');
}

// Taking back a consent, and every copy that is out there.
async function withdraw(person, number, date) {
  const result = await tell('edit', { do: 'withdraw', file: person.file, person: person.key, consent: number, date });
  if (!result.ok) return say(result.error);
  const { copies = [], ok, error } = await post('copies', { person: person.key });
  const list = el('ul', {}, ...copies.map((copy) => el('li', {}, copy)));
  return openDialog(t('withdrawn_head', { name: person.name }), el('p', {}, t('withdrawn_text')),
    ok ? el('p', {}, t('copies_n', { n: copies.length })) : el('p', {}, error), list,
    el('button', { type: 'button', onclick: () => { byId('dialog').close(); clean(); } }, t('save_clean')));
}

// Channels that nobody has heard of: a consent for "nettavis" is none for the web.
function strangeChannels(consent) {
  const others = state.people.flatMap((person) => person.consents).filter((other) => other !== consent);
  const known = new Set([state.channel, ...others.flatMap((other) => other.channels ?? [])].map((name) => name.toLowerCase()));
  return (consent.channels ?? []).filter((name) => !known.has(name.toLowerCase()));
}

function consentItem(person, consent, number) {
  const date = day('withdrawn', today());
  const item = el('li', {}, consentText(consent));
  const strange = strangeChannels(consent);
  if (strange.length > 0) item.append(el('p', {}, t('channel_alone', { channels: strange.join(', ') })));
  if (!consent.withdrawn)
    item.append(el('span', { class: 'row' }, field(t('withdraw_from'), date),
      el('button', { type: 'button', onclick: () => withdraw(person, number, date.value) }, t('withdraw'))));
  return item;
}

export function showPerson(given) {
  const person = personOf(given.key, [given.file]);
  const error = el('p', { role: 'alert' });
  const form = el('form', { method: 'dialog', onsubmit: async (event) => {
    event.preventDefault();
    const result = await tell('edit', consentEdit(person, saidIn(form)));
    if (result.ok) showPerson(person);
    else error.textContent = result.error || t('lost');
  } }, ...consentFields(), error, el('button', { type: 'submit' }, t('add_consent')));
  openDialog(person.name,
    el('p', {}, [roleText(person.role), person.born ? t('born_day', { day: person.born }) : '',
      person.minor === 'yes' ? t('minor') : '', person.protected_identity === 'yes' ? t('protected') : ''].filter(Boolean).join(' · ')),
    el('p', { class: `verdict ${person.verdict === 'consent' ? 'good' : 'bad'}` }, person.sentence, person.soon ? ` ${t('soon')}` : ''),
    el('h3', {}, t('consents')),
    person.consents.length > 0
      ? el('ul', {}, ...person.consents.map((consent, number) => consentItem(person, consent, number)))
      : el('p', {}, t('consents_none')),
    el('details', { open: person.consents.length === 0 }, el('summary', {}, t('add_consent')), form));
}

export function drawPeople(now, focus) {
  if (drawn === now.clock && !focus) return;
  drawn = now.clock;
  const rows = now.people.slice().sort((a, b) => compareNames(a.name, b.name)).map((person) =>
    el('tr', {}, el('th', { scope: 'row' }, el('button', { onclick: () => showPerson(person) }, person.name)),
      el('td', {}, roleText(person.role)),
      el('td', {}, person.verdict === 'consent' ? '✓ ' : '▒ ', person.sentence, person.soon ? ` ${t('soon')}` : '')));
  const head = el('h2', { id: 'people-head', tabIndex: -1 }, t('people'));
  byId('people').replaceChildren(head,
    el('p', {}, el('button', { onclick: () => addPerson('', 0).then(() => drawPeople(state, true)) }, t('add_person'))),
    rows.length > 0
      ? el('table', {}, el('thead', {}, el('tr', {}, ...['name', 'role', 'verdict'].map((key) => el('th', { scope: 'col' }, t(key))))),
        el('tbody', {}, ...rows))
      : el('p', {}, t('people_none')));
  if (focus) head.focus();
}
