// The table of all trials: filters, sorting, pages.

const ROWS = 50;
/** So many values make a list to choose from; more need a text. */
const MOST_CHOICES = 60;
const table = {key: 'rank', direction: 1, page: 0};

/** An element with attributes, texts and elements; names from outside become text, never markup. */
function element(name, attributes, ...content) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? '' : value);
    }
  }
  made.append(...content.filter(part => part !== null && part !== undefined));
  return made;
}

/** A labelled list of choices: pairs of value and text. */
function chooser(label, options, selected, changed) {
  const select = element('select', {'aria-label': label},
    ...options.map(([value, text]) => element('option', {value, selected: value === selected}, text)));
  select.addEventListener('change', () => changed(select.value));
  return element('label', {}, element('span', {}, label), select);
}

const number = (key, label, column, text) =>
  ({key, label, number: true, value: trial => trials[column][trial], text: trial => text(trials[column][trial])});

function columnList() {
  // The accuracy comes first.
  const metricColumn = metric => ({
    ...number(metric.id, metric.label, metric.id, value => format(metric, value)),
    minor: !['accuracy', 'rocAuc', 'logLoss'].includes(metric.id),
  });
  const axisColumns = data.axes.map((axis, i) => ({
    key: 'axis' + i, label: axis.label,
    value: trial => valuesOf(trial, i)[0],
    text: trial => axisText(trial, i),
  }));
  return [
    {key: 'rank', label: 'Rank', number: true, value: trial => rankOf[trial], text: trial => known(rankOf[trial]) ? grouped(rankOf[trial]) : '–'},
    {key: 'trial', label: 'Trial', value: trial => trials.address[trial], text: trial => trials.address[trial], link: true},
    ...axisColumns,
    ...(inFolds ? [number('fold', 'Fold', 'fold', grouped)] : []),
    ...(rounds > 1 ? [number('round', 'Round', 'round', grouped)] : []),
    metricColumn(data.metrics[0]),
    {key: 'interval', label: '95 % interval', number: true, value: trial => trials.accuracyLow[trial],
      text: trial => known(trials.accuracyLow[trial])
        ? sharePercent(trials.accuracyLow[trial]).replace('\u00a0%', '') + '–' + sharePercent(trials.accuracyHigh[trial]) : '–'},
    ...data.metrics.slice(1).map(metricColumn),
    {key: 'epochs', label: 'Best epoch', number: true, value: trial => trials.bestEpoch[trial],
      text: trial => known(trials.bestEpoch[trial]) ? trials.bestEpoch[trial] + ' of ' + trials.losses[trial].length : '–'},
    number('secondsPerEpoch', 'Time per epoch', 'secondsPerEpoch', duration),
    number('seconds', 'Time', 'seconds', duration),
    number('parameters', 'Parameters', 'parameters', compact),
    number('trainable', 'Trainable', 'trainable', compact),
    {key: 'status', label: 'Status', value: trial => trials.status[trial], text: trial => trials.status[trial]},
    {key: 'kinds', label: 'Findings', value: trial => kindTexts(trial).join() || null, text: trial => kindTexts(trial).join(', ')},
  ];
}

/** Findings of one training; those of the images are the same for all and stand above. */
const kindTexts = trial => trials.kinds[trial].map(kind => data.kinds[kind])
  .filter(kind => kind !== 'few images' && kind !== 'unbalanced');

const columns = columnList();

/** What is unknown stands last in both directions; equal ones keep the order of the experiment. */
function sorted(rows) {
  const {value} = columns.find(column => column.key === table.key);
  const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
  return rows
    .map(trial => ({trial, value: value(trial)}))
    .sort((a, b) => known(a.value) !== known(b.value) ? (known(a.value) ? -1 : 1)
      : table.direction * compare(a.value, b.value) || a.trial - b.trial)
    .map(row => row.trial);
}

function drawHead() {
  const heads = columns.map(column => {
    const active = column.key === table.key;
    const button = element('button', {type: 'button', 'data-sort': column.key}, column.label,
      element('span', {class: 'arrow', 'aria-hidden': 'true'}, !active ? '' : table.direction > 0 ? '▲' : '▼'));
    button.addEventListener('click', () => sortBy(column.key));
    return element('th', {
      scope: 'col', class: column.number ? 'number' : null, 'data-column': column.key, 'data-minor': column.minor,
      'aria-sort': active ? (table.direction > 0 ? 'ascending' : 'descending') : 'none',
    }, button);
  });
  document.querySelector('#trial-table thead').replaceChildren(element('tr', {}, ...heads));
}

function sortBy(key) {
  table.direction = table.key === key ? -table.direction : 1;
  table.key = key;
  table.page = 0;
  drawTable();
  document.querySelector('[data-sort="' + key + '"]').focus();
}

function cellOf(trial, column) {
  const text = column.text(trial);
  if (column.link) {
    const address = trials.report[trial];
    return element('th', {scope: 'row', 'data-column': column.key}, address ? element('a', {href: address}, text) : text);
  }
  return element('td', {class: column.number ? 'number' : 'word', 'data-column': column.key, 'data-minor': column.minor}, text);
}

function drawTable() {
  drawHead();
  const rows = sorted(left);
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  table.page = Math.min(table.page, pages - 1);
  const from = table.page * ROWS;
  const shown = rows.slice(from, from + ROWS);
  document.querySelector('#trial-table tbody').replaceChildren(
    ...shown.map(trial => element('tr', {}, ...columns.map(column => cellOf(trial, column)))));
  document.getElementById('count').textContent = !rows.length
    ? 'No trial of ' + grouped(trialCount) + ' passes the filters.'
    : (rows.length < trialCount ? grouped(rows.length) + ' of ' : '') + counted(trialCount, 'trial')
      + (pages > 1 ? ', lines ' + grouped(from + 1) + ' to ' + grouped(from + shown.length) : '') + '.';
  drawPager(pages);
}

function drawPager(pages) {
  const pager = document.getElementById('pager');
  const step = (label, page, disabled) => {
    const button = element('button', {type: 'button', disabled}, label);
    button.addEventListener('click', () => {
      table.page = page;
      drawTable();
    });
    return button;
  };
  pager.hidden = pages === 1;
  pager.replaceChildren(
    step('First', 0, table.page === 0),
    step('Previous', table.page - 1, table.page === 0),
    element('span', {}, 'Page ' + grouped(table.page + 1) + ' of ' + grouped(pages)),
    step('Next', table.page + 1, table.page === pages - 1),
    step('Last', pages - 1, table.page === pages - 1));
}

/** Lists to choose from for what varies, and a text for everything. */
function drawFilters(changed) {
  const form = document.getElementById('filters');
  form.addEventListener('submit', event => event.preventDefault());
  const text = element('input', {type: 'search', placeholder: 'words, such as vgg19 overfitted'});
  let waiting;
  text.addEventListener('input', () => {
    clearTimeout(waiting);
    // While somebody types, ten thousand trials need not be searched for every letter.
    waiting = setTimeout(() => {
      filters.words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
      changed();
    }, 150);
  });
  const reset = element('button', {type: 'button', id: 'reset'}, 'Show all');
  reset.addEventListener('click', () => {
    clearTimeout(waiting);
    form.querySelectorAll('select').forEach(select => { select.value = ''; });
    text.value = '';
    Object.assign(filters, {axes: new Map(), status: '', kind: '', words: []});
    changed();
  });
  const statuses = [...new Set(trials.status)].sort();
  const kinds = [...new Set(trials.kinds.flat())].sort((a, b) => a - b);
  form.replaceChildren(
    element('label', {class: 'search'}, element('span', {}, 'Search'), text),
    ...axisFilters(changed),
    ...(statuses.length < 2 ? [] : [chooser('Status', [['', 'any'], ...statuses.map(s => [s, s])], '', value => {
      filters.status = value;
      changed();
    })]),
    ...(!kinds.length ? [] : [chooser('Finding', [['', 'any'], ...kinds.map(k => [String(k), data.kinds[k]])], '', value => {
      filters.kind = value === '' ? '' : Number(value);
      changed();
    })]),
    reset);
}

function axisFilters(changed) {
  return data.axes.map((axis, i) => ({axis, i}))
    .filter(({axis}) => axis.values.length > 1 && axis.values.length <= MOST_CHOICES)
    .map(({axis, i}) => chooser(axis.label, [['', 'any'], ...axis.values.map((text, v) => [String(v), text])], '', value => {
      if (value === '') {
        filters.axes.delete(i);
      } else {
        filters.axes.set(i, Number(value));
      }
      changed();
    }));
}
