// What the page knows, what the filters leave of it, and how numbers are written.

const data = JSON.parse(document.getElementById('experiment-data').textContent);
const trials = data.trials;
const trialCount = trials.address.length;

const MEASURES = [
  ...data.metrics,
  {id: 'secondsPerEpoch', label: 'Seconds per epoch', better: -1},
];

const measureOf = id => MEASURES.find(measure => measure.id === id);
const known = value => value !== null && value !== undefined;

/** Positions of the axes that say more than which repeat it is. */
const settingAxes = data.axes.map((axis, i) => i).filter(i => !data.axes[i].repeats);

/** The cells of each trial, as positions of values. */
const cellsOf = Array.from({length: trialCount}, () => []);
data.cells.forEach(cell => cellsOf[cell[0]].push(cell.slice(1)));

/** The configuration that a trial belongs to; their order is the ranking. */
const rankOf = new Array(trialCount).fill(null);
data.configurations.forEach((members, rank) => members.forEach(trial => { rankOf[trial] = rank + 1; }));

const valueText = (axis, value) => data.axes[axis].values[value];

/** A trial's values on an axis: several where several cells are this training. */
function valuesOf(trial, axis) {
  const values = cellsOf[trial].map(cell => cell[axis]);
  return values.length === 1 ? values : [...new Set(values)].sort((a, b) => a - b);
}

const axisText = (trial, axis) => valuesOf(trial, axis).map(value => valueText(axis, value)).join('/');

/** A trial's settings in one line, without what makes repeats. */
const describe = trial => settingAxes.map(axis => axisText(trial, axis)).join(' · ');

/** Whether a trial is the training of one fold. */
const inFolds = trials.fold !== undefined;
const rounds = inFolds ? Math.max(...trials.round) : 0;

/** The same with its fold. */
const describeTraining = trial => describe(trial)
  + (inFolds ? ' · fold ' + trials.fold[trial] + (rounds > 1 ? ' of round ' + trials.round[trial] : '') : '');

/** What the filters say: a value per axis, a status, a kind of finding, words. */
const filters = {axes: new Map(), status: '', kind: '', words: []};

const haystacks = [];
function haystack(trial) {
  if (haystacks[trial] === undefined) {
    const kinds = trials.kinds[trial].map(kind => data.kinds[kind]);
    haystacks[trial] = [trials.address[trial], trials.status[trial], ...kinds,
      ...data.axes.map((axis, i) => axisText(trial, i))].join(' ').toLowerCase();
  }
  return haystacks[trial];
}

function cellPasses(cell) {
  for (const [axis, value] of filters.axes) {
    if (cell[axis] !== value) {
      return false;
    }
  }
  return true;
}

function passes(trial) {
  return (!filters.status || trials.status[trial] === filters.status)
    && (filters.kind === '' || trials.kinds[trial].includes(filters.kind))
    && cellsOf[trial].some(cellPasses)
    && filters.words.every(word => haystack(trial).includes(word));
}

/** Trials that the filters leave. */
let left = [];
let leftSet = new Set();
function applyFilters() {
  left = Array.from({length: trialCount}, (none, trial) => trial).filter(passes);
  leftSet = new Set(left);
}

/** Configurations that the filters leave, with those of their repeats that are left. */
function configurationsLeft() {
  return data.configurations
    .map((members, rank) => ({rank: rank + 1, members: members.filter(trial => leftSet.has(trial))}))
    .filter(configuration => configuration.members.length);
}

// Statistics

function statistics(values) {
  const n = values.length;
  if (!n) {
    return {n, mean: null, deviation: null, low: null, high: null};
  }
  let sum = 0;
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    sum += value;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const mean = sum / n;
  let squares = 0;
  for (const value of values) {
    squares += (value - mean) ** 2;
  }
  return {n, mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : null, low, high};
}

const figures = (members, column) => members.map(trial => trials[column][trial]).filter(known);

const MOST_GROUPS = 24;
const BINS = 12;

/** The values of an axis as groups that fit a table: too many numbers fall into ranges, too many words into a rest. */
function groupsOf(axis) {
  const values = data.axes[axis].values;
  if (values.length <= MOST_GROUPS) {
    return {labels: values, of: value => value};
  }
  if (values.every(value => Number.isFinite(Number(value)))) {
    const size = Math.ceil(values.length / BINS);
    const labels = [];
    for (let from = 0; from < values.length; from += size) {
      const to = Math.min(values.length, from + size) - 1;
      labels.push(values[from] + (to > from ? ' to ' + values[to] : ''));
    }
    return {labels, of: value => Math.floor(value / size)};
  }
  return {
    labels: [...values.slice(0, MOST_GROUPS - 1), 'other'],
    of: value => Math.min(value, MOST_GROUPS - 1),
  };
}

// Numbers as people read them, as the rest of the page writes them.

const grouped = value => Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ',');
const threeDigits = value => Math.abs(value) >= 1000 ? grouped(value) : value.toPrecision(3);

/** A share as percent; only an exact 1 is 100.0 %, only an exact 0 is 0.0 %. */
function sharePercent(value) {
  const shown = value > 0 && value < 1 ? Math.max(0.001, Math.min(0.999, value)) : value;
  return (100 * shown).toFixed(1) + '\u00a0%';
}

/** A figure between 0 and 1; 1.000 only if exact. */
const ratio = value => (value < 1 ? Math.min(value, 0.999) : value).toFixed(3);

function format(measure, value) {
  return !known(value) ? '–' : measure.share ? sharePercent(value) : measure.ratio ? ratio(value) : threeDigits(value);
}

function formatSpread(measure, value) {
  return !known(value) ? '' : ' ±\u00a0' + (measure.share ? (100 * value).toFixed(1) : value.toPrecision(2));
}

const compact = value => !known(value) ? '–' : value < 1e6 ? grouped(value) : (value / 1e6).toPrecision(3) + ' M';

function duration(seconds) {
  if (!known(seconds)) {
    return '–';
  }
  const whole = Math.round(seconds);
  const two = value => String(value).padStart(2, '0');
  return seconds < 9.95 ? Number(seconds.toPrecision(3)) + ' s'
    : whole < 60 ? whole + ' s'
    : whole < 3600 ? Math.floor(whole / 60) + ' min ' + two(whole % 60) + ' s'
    : Math.floor(whole / 3600) + ' h ' + two(Math.floor(whole % 3600 / 60)) + ' min';
}

const counted = (value, noun) => grouped(value) + ' ' + noun + (value === 1 ? '' : 's');
