// One photo with its places outlined, and a box that is drawn by mouse or by keyboard.
import { el, svg } from './dom.js';
import { t } from './words.js';

export const marks = { open: '?', kept: '✓', blurred: '▒', 'no-face': '✕' };

const inPixels = (place, size) => place.box.map((v, i) => v * (i % 2 === 0 ? size.width : size.height));
const labelOf = (place, number) => `${number + 1} ${marks[place.state]}`;

// Where a place's number stands: above it, as [x, y, w, h].
function badgeBox(place, number, size, em) {
  const [x, y, , h] = inPixels(place, size);
  const top = y > em * 1.4 ? y - em * 1.4 : Math.min(y + h, size.height - em * 1.4);
  return [x, top, em * (0.9 + labelOf(place, number).length * 0.62), em * 1.35];
}

const overlap = (a, b) => a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];

// Which places carry their numbers: the chosen one, and those whose numbers lie on no other number and on nobody who is as near,
// the largest first. In a hall full of people one would see nothing but numbers.
function withBadge(places, selected, size, em) {
  const numbers = places.map((_, i) => i).filter((i) => places[i].box && (places[i].kind !== 'text' || i === selected));
  const boxes = new Map(numbers.map((i) => [i, inPixels(places[i], size)]));
  const taken = [];
  const area = (i) => boxes.get(i)[2] * boxes.get(i)[3];
  const first = (a, b) => (b === selected) - (a === selected) || area(b) - area(a);
  return new Set(numbers.slice().sort(first).filter((i) => {
    const badge = badgeBox(places[i], i, size, em);
    const hides = taken.some((other) => overlap(badge, other)) ||
      numbers.some((j) => j !== i && area(j) * 4 >= area(i) && overlap(badge, boxes.get(j)));
    if (hides && i !== selected) return false;
    taken.push(badge);
    return true;
  }));
}

// An outline that is told by its shape: dashed and open, round and kept, hatched and blurred, crossed and nobody.
function outline(place, number, selected, size) {
  const [x, y, w, h] = inPixels(place, size);
  const group = svg('g', { class: `place ${place.state} ${place.kind}${selected ? ' selected' : ''}`, 'data-place': number });
  const shape = (name) => place.state === 'kept'
    ? svg('ellipse', { class: name, cx: x + w / 2, cy: y + h / 2, rx: w / 2, ry: h / 2 })
    : svg('rect', { class: name, x, y, width: w, height: h });
  group.append(shape('under'), shape('over'));
  if (place.state === 'no-face')
    group.append(svg('path', { class: 'over', d: `M${x} ${y}L${x + w} ${y + h}M${x + w} ${y}L${x} ${y + h}` }));
  return group;
}

// Its number, which lies over all outlines.
function badge(place, number, size, em) {
  const [left, top, width, height] = badgeBox(place, number, size, em);
  return svg('g', { class: 'place', 'data-place': number },
    svg('rect', { class: 'badge', x: left, y: top, width, height }),
    svg('text', { x: left + em * 0.4, y: top + em, 'font-size': em }, labelOf(place, number)));
}

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// `chosen(number)` when a place is clicked, `drawn(box or null)` when a box is finished or given up.
export function makeCanvas({ chosen, drawn }) {
  const image = el('img', { alt: '' });
  const overlay = svg('svg', { 'aria-hidden': 'true', preserveAspectRatio: 'none' });
  const frame = el('div', { class: 'frame' }, image, overlay);
  const node = el('div', { class: 'canvas', tabIndex: 0, role: 'group', 'aria-label': t('original') }, frame);
  let size = { width: 1, height: 1 };
  let box = null; // being drawn: [x, y, w, h], fractions
  let from = null;
  let drawing = false;
  let zoom = 1;
  let last = [[], -1, { width: 1, height: 1 }, false]; // what drawPlaces was given

  function point(event) {
    const rect = frame.getBoundingClientRect();
    return [clamp((event.clientX - rect.left) / rect.width, 0, 1), clamp((event.clientY - rect.top) / rect.height, 0, 1)];
  }

  function drawBox() {
    overlay.querySelector('.drawing')?.remove();
    if (!box) return;
    const [x, y, w, h] = box;
    const at = { x: x * size.width, y: y * size.height, width: w * size.width, height: h * size.height };
    overlay.append(svg('g', { class: 'drawing' }, svg('rect', { class: 'under', ...at }), svg('rect', { class: 'over', ...at })));
  }

  // All of the photo is seen at once, also of one that stands upright, until it is made larger.
  function fit() {
    frame.style.aspectRatio = `${size.width} / ${size.height}`;
    frame.style.width = `min(${zoom * 100}cqw, ${zoom * 100 * size.width / size.height}cqh)`;
  }

  function drawAll() {
    const [places, selected, photo, shown] = last;
    size = { width: photo.width || 1, height: photo.height || 1 };
    overlay.setAttribute('viewBox', `0 0 ${size.width} ${size.height}`);
    fit();
    const em = Math.max(size.width, size.height) / 45 / zoom;
    const badged = withBadge(places, selected, size, em);
    const seen = shown ? places.map((_, number) => number).filter((number) => places[number].box) : [];
    const outlines = seen.map((number) => outline(places[number], number, number === selected, size));
    overlay.replaceChildren(...outlines);
    const top = overlay.querySelector('.selected');
    if (top) overlay.append(top);
    overlay.append(...seen.filter((number) => badged.has(number)).map((number) => badge(places[number], number, size, em)));
    drawBox();
  }

  // The middle of the chosen place, or of what is seen, stays in the middle.
  function resize(factor) {
    const [places, selected] = last;
    const [x, y, w, h] = places[selected]?.box ?? [
      (node.scrollLeft + node.clientWidth / 2) / frame.clientWidth, (node.scrollTop + node.clientHeight / 2) / frame.clientHeight, 0, 0];
    zoom = factor === 0 ? 1 : clamp(zoom * factor, 1, 6);
    fit();
    node.scrollLeft = (x + w / 2) * frame.clientWidth - node.clientWidth / 2;
    node.scrollTop = (y + h / 2) * frame.clientHeight - node.clientHeight / 2;
    drawAll();
  }

  function stop(result) {
    drawing = false;
    from = null;
    node.classList.remove('drawing-mode');
    frame.removeAttribute('tabindex');
    if (!result) box = null;
    drawBox();
    drawn(result);
  }

  // Also from beside the photo: who wants its very edge begins there.
  node.addEventListener('pointerdown', (event) => {
    const bars = event.target === node && (event.offsetX >= node.clientWidth || event.offsetY >= node.clientHeight);
    if (!drawing || event.button !== 0 || bars) return;
    event.preventDefault();
    node.setPointerCapture(event.pointerId);
    from = point(event);
  });
  node.addEventListener('pointermove', (event) => {
    if (!from) return;
    const [x, y] = point(event);
    box = [Math.min(x, from[0]), Math.min(y, from[1]), Math.abs(x - from[0]), Math.abs(y - from[1])];
    drawBox();
  });
  node.addEventListener('pointerup', () => {
    if (!from) return;
    from = null;
    if (box && box[2] > 0.004 && box[3] > 0.004) stop(box);
  });
  frame.addEventListener('keydown', (event) => {
    if (!drawing || !box) return;
    const step = 0.01;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (event.key === 'Enter') stop(box);
    else if (event.key === 'Escape') stop(null);
    else if (moves[event.key]) {
      const [dx, dy] = moves[event.key];
      const [x, y, w, h] = box;
      box = event.shiftKey
        ? [x, y, clamp(w + dx, step, 1 - x), clamp(h + dy, step, 1 - y)]
        : [clamp(x + dx, 0, 1 - w), clamp(y + dy, 0, 1 - h), w, h];
      drawBox();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  // What is meant by a click where places lie over each other: the one whose number it is; lines of text, which glasses and beards
  // are taken for, behind everything else; the smallest first. Another click takes what lies behind, the second of a double one not.
  function meant(event) {
    const [places, selected] = last;
    const area = (i) => places[i].box[2] * places[i].box[3];
    const isText = (i) => places[i].kind === 'text';
    const numbered = event.target.matches('.badge, text') && event.target.closest('[data-place]');
    if (numbered) return Number(numbered.dataset.place);
    const under = document.elementsFromPoint(event.clientX, event.clientY).map((node) => node.closest('[data-place]')).filter(Boolean);
    const numbers = [...new Set(under.map((node) => Number(node.dataset.place)))].sort((a, b) => isText(a) - isText(b) || area(a) - area(b));
    if (event.detail > 1 && numbers.includes(selected)) return selected;
    return numbers[(numbers.indexOf(selected) + 1) % numbers.length];
  }

  overlay.addEventListener('click', (event) => {
    const number = drawing ? undefined : meant(event);
    if (number !== undefined) chosen(number);
  });

  return {
    node,
    image,
    show(address, alt) {
      if (image.getAttribute('src') !== address) image.src = address;
      image.alt = alt;
    },
    drawPlaces(...given) {
      last = given;
      drawAll();
    },
    startDrawing() {
      drawing = true;
      box = [0.4, 0.4, 0.2, 0.2];
      node.classList.add('drawing-mode');
      frame.tabIndex = 0;
      frame.setAttribute('role', 'application');
      frame.setAttribute('aria-label', t('draw_help'));
      drawBox();
      frame.focus();
    },
    clearBox() {
      box = null;
      drawing = false;
      node.classList.remove('drawing-mode');
      drawBox();
    },
    zoom: resize,
  };
}
