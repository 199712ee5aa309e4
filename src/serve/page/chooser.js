// Who is it? A field that finds people by any part of their name (ARIA combobox with a list).
import { el } from './dom.js';
import { t } from './words.js';
import { compareNames, idOf, peopleOf, sameName } from './store.js';

const recent = []; // of people, the last first: the people of the photo before are one key away

export function remember(person) {
  const at = recent.indexOf(idOf(person));
  if (at >= 0) recent.splice(at, 1);
  recent.unshift(idOf(person));
}

// Only those whom the photo's manifests know: whoever has the same short name elsewhere is somebody else.
const byName = (photo) => [...peopleOf(photo).values()].sort((a, b) => compareNames(a.name, b.name));

// Everybody, first those who were named last.
function byUse(photo) {
  const people = byName(photo);
  const known = recent.map((id) => people.find((person) => idOf(person) === id)).filter(Boolean);
  return [...known, ...people.filter((person) => !known.includes(person))];
}

function matches(photo, text) {
  const wanted = text.trim().toLocaleLowerCase();
  if (wanted === '') return byUse(photo).slice(0, 8);
  const begins = (person) => person.name.toLocaleLowerCase().split(/[\s-]+/).some((part) => part.startsWith(wanted));
  const found = byName(photo).filter((person) => person.name.toLocaleLowerCase().includes(wanted) || person.key.includes(wanted));
  return found.sort((a, b) => begins(b) - begins(a)).slice(0, 8);
}

// Whom it may well be, for buttons that need no typing: those of the photo before, then the others; nobody who is `here`, in this
// photo, already. Both are of people.
export function likely(photo, earlier, here, most) {
  const people = byUse(photo);
  const first = earlier.map((id) => people.find((person) => idOf(person) === id)).filter(Boolean);
  return [...new Set([...first, ...people])].filter((person) => !here.has(idOf(person))).slice(0, most);
}

// `choose(person)` of those whom the photo may name, or `add(name)` where nobody of that name is known; `tagged` is the name that
// a tag in the photo gives this face, of somebody whom the manifest does not know, or null.
export function makeChooser(photo, choose, add, tagged) {
  const list = el('ul', { id: 'chooser-list', role: 'listbox', 'aria-label': t('people'), hidden: true });
  const input = el('input', { id: 'chooser', type: 'text', autocomplete: 'off', spellcheck: false, maxLength: 100 });
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', 'chooser-list']])
    input.setAttribute(name, value);
  let options = [];
  let active = -1;

  function point(number) {
    active = number;
    options.forEach((option, i) => option.node.setAttribute('aria-selected', String(i === active)));
    if (active >= 0) input.setAttribute('aria-activedescendant', options[active].node.id);
    else input.removeAttribute('aria-activedescendant');
    options[active]?.node.scrollIntoView({ block: 'nearest' });
  }

  function close() {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    point(-1);
  }

  function take(number) {
    const option = options[number];
    if (!option) return;
    close();
    input.value = '';
    option.run();
  }

  function open() {
    const text = input.value.trim();
    const people = matches(photo, text);
    options = people.map((person) => ({ text: person.name, note: person.sentence, run: () => choose(person) }));
    const offered = tagged && tagged.toLocaleLowerCase().includes(text.toLocaleLowerCase());
    if (offered) options.unshift({ text: t('add_named', { name: tagged }), note: t('from_tag'), run: () => add(tagged) });
    if (text !== '' && !(offered && sameName(tagged, text)) && !people.some((person) => sameName(person.name, text)))
      options.push({ text: t('add_named', { name: text }), note: '', run: () => add(text) });
    options.forEach((option, i) => {
      option.node = el('li', { id: `chooser-${i}`, role: 'option', 'aria-selected': 'false',
        onpointerdown: (event) => { event.preventDefault(); take(i); } },
        el('span', {}, option.text), option.note ? el('small', {}, option.note) : null);
    });
    list.replaceChildren(...options.map((option) => option.node));
    list.hidden = options.length === 0;
    input.setAttribute('aria-expanded', String(options.length > 0));
    point(options.length > 0 ? 0 : -1);
  }

  input.addEventListener('input', () => (input.value.trim() === '' ? close() : open()));
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' && list.hidden) open();
    else if (event.key === 'ArrowDown') point(Math.min(active + 1, options.length - 1));
    else if (event.key === 'ArrowUp') point(Math.max(active - 1, 0));
    else if (event.key === 'Enter' && !list.hidden) take(active);
    else if (event.key === 'Escape' && !list.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return { node: el('div', { class: 'chooser' }, el('label', { htmlFor: 'chooser' }, t('who')), input, list), input };
}
