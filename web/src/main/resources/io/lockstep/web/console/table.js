import {arrange, el, setData, setText} from './dom.js';
import {count} from './format.js';
import {compareNames} from './cluster.js';

const FIRST = matchMedia('(max-width: 700px)').matches ? 10 : 25;
const MORE = 100;
// So few rows are seen at a glance, without searching and sorting.
const FEW = 5;

/**
 * A table that can be searched and sorted, and is updated in place.
 *
 * @param parent the section it goes into
 * @param settings `name` for its labels; `id(row)`, unique; `columns`, each with `title`, `text(row)` and as wanted
 *     `sort(row)`, `mark(row)`, `hint(row)`, `numeric`, `code`, `wide`, `watched`, `open(row)`; `first`, the column sorted by at first
 */
export function makeTable(parent, settings) {
  const {columns} = settings;
  const rows = new Map();
  let data = [];
  let total = 0;
  let order = {column: settings.first ?? 0, down: false};
  let limit = FIRST;

  const search = el('input', {type: 'search', placeholder: 'Search', autocomplete: 'off', spellcheck: false});
  search.setAttribute('aria-label', `Search in ${settings.name}`);
  const choice = el('select', {className: 'sort'}, ...columns.map((column, i) => el('option', {value: i}, `Sort by ${column.title.toLowerCase()}`)));
  choice.setAttribute('aria-label', `Sort ${settings.name}`);
  choice.value = String(order.column);
  const summary = el('p', {className: 'summary'});
  const empty = el('p', {className: 'empty'});
  const more = el('button', {type: 'button', className: 'more'}, 'Show more');
  const body = el('tbody');
  const heads = columns.map(makeHead);
  const head = withRole('rowgroup', el('thead', {}, withRole('row', el('tr', {}, ...heads.map((it) => it.cell)))));
  // The roles are what these elements are, which some browsers forget when the style sheet stacks the cells.
  const table = withRole('table', el('table', {}, el('caption', {className: 'unseen'}, settings.name), head, withRole('rowgroup', body)));
  const frame = el('div', {className: 'frame', tabIndex: 0}, table);
  frame.setAttribute('role', 'region');
  frame.setAttribute('aria-label', settings.name);
  parent.append(el('div', {className: 'tools'}, search, choice, summary), frame, empty, more);

  search.addEventListener('input', () => { limit = FIRST; show(); });
  choice.addEventListener('change', () => sortBy(Number(choice.value), false));
  more.addEventListener('click', () => { limit += MORE; show(); });

  function makeHead(column, index) {
    const button = el('button', {type: 'button'}, column.title);
    const cell = withRole('columnheader', el('th', {scope: 'col', className: column.numeric ? 'numeric' : ''}, button));
    button.addEventListener('click', () => sortBy(index, order.column === index && !order.down));
    return {cell};
  }

  function sortBy(column, down) {
    order = {column, down};
    choice.value = String(column);
    show();
  }

  function show() {
    heads.forEach(({cell}, i) => cell.setAttribute('aria-sort', i !== order.column ? 'none' : order.down ? 'descending' : 'ascending'));
    const found = sorted(matching(data, search.value, columns), columns[order.column], order.down, settings.id);
    const shown = found.slice(0, limit);
    const kept = new Set(shown.map(settings.id));
    [...rows.keys()].filter((id) => !kept.has(id)).forEach((id) => rows.delete(id));
    arrange(body, shown.map((row) => showRow(row)));
    frame.hidden = shown.length === 0;
    more.hidden = found.length <= limit;
    empty.hidden = shown.length > 0;
    setText(empty, data.length === 0 ? settings.empty : 'Nothing matches.');
    setText(summary, summaryOf(found.length, shown.length));
  }

  function showRow(data) {
    const id = settings.id(data);
    let row = rows.get(id);
    if (!row) {
      const cells = columns.map(makeCell);
      row = {element: withRole('row', el('tr', {}, ...cells)), cells};
      rows.set(id, row);
    }
    row.cells.forEach((cell, i) => showCell(cell, columns[i], data));
    return row.element;
  }

  function summaryOf(found, shown) {
    const listed = data.length < total ? ` (the servers list ${count(data.length)} of ${count(total)})` : '';
    const part = shown < found ? `${count(shown)} of ${count(found)} shown` : `${count(found)} shown`;
    return data.length === 0 ? '' : part + listed;
  }

  return {
    /** Shows these rows; `all` is how many there would be had no server cut its list. */
    update(now, all = now.length) {
      data = now;
      total = all;
      parent.classList.toggle('is-few', data.length <= FEW && search.value === '');
      show();
    },
  };
}

function withRole(role, element) {
  element.setAttribute('role', role);
  return element;
}

function makeCell(column) {
  const classes = ['numeric', 'code', 'wide'].filter((name) => column[name]).join(' ');
  const value = column.open ? el('button', {type: 'button', className: 'link'}) : el('span');
  const cell = withRole('cell', el('td', {className: classes}, value));
  cell.dataset.label = column.title;
  if (column.open) {
    value.addEventListener('click', () => column.open(cell.row));
  }
  return cell;
}

function showCell(cell, column, row) {
  cell.row = row;
  const value = cell.firstElementChild;
  const text = column.text(row);
  if (column.watched && value.textContent !== '' && value.textContent !== text) {
    flash(cell);
  }
  setText(value, text);
  setData(cell, 'mark', column.mark?.(row) ?? '');
  const hint = column.hint?.(row) ?? '';
  if (cell.title !== hint) {
    cell.title = hint;
  }
}

function flash(cell) {
  cell.classList.remove('changed');
  // Asking for the width lets the animation start anew.
  void cell.offsetWidth;
  cell.classList.add('changed');
}

function matching(rows, search, columns) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return rows;
  }
  return rows.filter((row) => {
    const text = columns.map((column) => column.text(row)).join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function sorted(rows, column, down, id) {
  const value = column.sort ?? column.text;
  const compare = column.code ? plainly : kindly;
  const direction = down ? -1 : 1;
  return [...rows].sort((a, b) => direction * compare(value(a), value(b)) || plainly(id(a), id(b)));
}

const plainly = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

const kindly = (a, b) => (typeof a === 'number' ? a - b : compareNames(a, b));
