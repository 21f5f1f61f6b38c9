// Learning curves, costs, and the curves of the best.

const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3]];
const SHAPES = ['circle', 'triangle', 'rect', 'rectRot', 'star', 'crossRot'];
const COLOURS = 7;
const charts = new Map();

/** A chart in a place of the page, instead of the one that was there. */
function place(id, make) {
  const old = charts.get(id);
  if (old) {
    old.destroy();
  }
  charts.set(id, make());
}

/** How a group is drawn: seven colours, then again with other dashes and shapes. */
function seriesStyle(group) {
  const style = getComputedStyle(document.documentElement);
  return {
    colour: style.getPropertyValue('--series-' + (group % COLOURS + 1)).trim(),
    dash: DASHES[Math.floor(group / COLOURS) % DASHES.length],
    shape: SHAPES[(group % COLOURS + Math.floor(group / COLOURS)) % SHAPES.length],
  };
}

function legend(id, entries) {
  document.getElementById(id).replaceChildren(...entries.map(({group, label}) => {
    const {colour, dash} = seriesStyle(group);
    return element('span', {style: '--colour:' + colour + ';--dash:' + (dash.length ? 'dashed' : 'solid')}, label);
  }));
}

/** Which trials get a line: groups take turns, so that each is seen; within a group by the order that was chosen. */
function curveTrials(axis, groups, order, most) {
  const candidates = left.filter(trial => (trials.losses[trial] || []).length);
  const rank = trial => known(rankOf[trial]) ? rankOf[trial] : Infinity;
  candidates.sort((a, b) => rank(a) === rank(b) ? a - b : order * (rank(a) - rank(b)));
  const queues = new Map();
  for (const trial of candidates) {
    const values = cellsOf[trial].filter(cellPasses).map(cell => groups.of(cell[axis]));
    const group = Math.min(...values);
    if (!queues.has(group)) {
      queues.set(group, []);
    }
    queues.get(group).push(trial);
  }
  const chosen = [];
  const waiting = [...queues].sort((a, b) => a[0] - b[0]);
  for (let turn = 0; chosen.length < Math.min(most, candidates.length); turn++) {
    for (const [group, queue] of waiting) {
      if (turn < queue.length && chosen.length < most) {
        chosen.push({group, trial: queue[turn]});
      }
    }
  }
  return {chosen, of: candidates.length};
}

function drawCurves({column, axis: by, order, most}) {
  const colours = palette();
  const groups = groupsOf(by);
  const {chosen, of} = curveTrials(by, groups, order, most);
  const isLoss = column === 'losses';
  const sets = chosen.map(({group, trial}) => {
    const {colour, dash} = seriesStyle(group);
    const values = trials[column][trial];
    return line(describeTraining(trial), values.map((y, i) => ({x: i + 1, y})), colour,
      {borderWidth: chosen.length > 30 ? 1.2 : 2, borderDash: dash, pointRadius: values.length === 1 ? 3 : 0, trial});
  });
  const x = axis(colours, 'Epoch', value => Number.isInteger(value) ? value : null);
  x.min = 1;
  x.max = Math.max(2, ...sets.map(set => set.data.length));
  const y = axis(colours, isLoss ? 'Validation loss' : 'Validation accuracy',
    value => isLoss ? Number(value.toPrecision(3)).toString() : Math.round(100 * value) + ' %');
  // One diverged trial would press all other curves flat.
  const all = sets.flatMap(set => set.data.map(point => point.y)).filter(known).sort((a, b) => a - b);
  Object.assign(y, isLoss
    ? {min: 0, max: all.length ? Math.min(all[all.length - 1], 2.5 * all[Math.floor(0.95 * (all.length - 1))]) || 1 : 1}
    : {max: 1});
  const tooltip = {callbacks: {
    title: items => items.length ? 'Epoch ' + items[0].parsed.x : '',
    label: item => [item.dataset.label, isLoss ? 'loss ' + item.parsed.y.toPrecision(3) : 'accuracy ' + sharePercent(item.parsed.y)],
  }};
  const settings = options(colours, x, y, tooltip);
  settings.interaction = {mode: 'nearest', axis: 'xy', intersect: false};
  place('curve-chart', () => new Chart(document.getElementById('curve-chart'), {type: 'line', data: {datasets: sets}, options: settings}));
  const used = [...new Set(chosen.map(({group}) => group))].sort((a, b) => a - b);
  legend('curve-legend', used.map(group => ({group, label: groups.labels[group]})));
  document.getElementById('curve-note').textContent = chosen.length < of
    ? counted(chosen.length, 'line') + ' of ' + grouped(of) + '; the groups take turns.' : counted(of, 'line') + ': all of them.';
}

/** Configurations by what they cost; the front is what nothing cheaper beats. */
function front(points, measure) {
  const ordered = [...points].sort((a, b) => a.x - b.x || measure.better * (b.y - a.y));
  const kept = [];
  for (const point of ordered) {
    if (!kept.length || measure.better * (point.y - kept[kept.length - 1].y) > 0) {
      kept.push(point);
    }
  }
  return kept;
}

function costPoints(measure, column, by, groups) {
  return configurationsLeft().map(({rank, members}) => ({
    rank,
    trial: members[0],
    x: statistics(figures(members, column)).mean,
    y: statistics(figures(members, measure.id)).mean,
    group: Math.min(...cellsOf[members[0]].filter(cellPasses).map(cell => groups.of(cell[by]))),
  })).filter(point => known(point.x) && known(point.y) && point.x > 0);
}

/** Round numbers, as many as the width has room for. */
function roundTicks(scale) {
  const begin = digits => scale.ticks.filter(tick => digits.includes(tick.value.toExponential()[0]) && /^\d(\.0+)?e/.test(tick.value.toExponential()));
  return [begin('125'), begin('15'), begin('1')].find(ticks => ticks.length * 65 <= scale.width) || begin('1');
}

function drawCost(id, measure, cost, by) {
  const colours = palette();
  const groups = groupsOf(by);
  const points = costPoints(measure, cost.column, by, groups);
  const best = front(points, measure);
  const used = [...new Set(points.map(point => point.group))].sort((a, b) => a - b);
  const sets = used.map(group => {
    const {colour, shape} = seriesStyle(group);
    return {label: groups.labels[group], data: points.filter(point => point.group === group), backgroundColor: colour + 'b0',
      borderColor: colour, borderWidth: 1.5, pointStyle: shape, pointRadius: points.length > 500 ? 2.5 : 4.5, pointHoverRadius: 6};
  });
  sets.push({label: 'front', type: 'line', data: best, borderColor: colours.text, borderWidth: 1.5, stepped: 'before',
    pointRadius: 0, pointHitRadius: 0, pointHoverRadius: 0, order: -1});
  const x = axis(colours, cost.label, value => cost.text(value));
  const xs = points.map(point => point.x);
  const wide = Math.max(...xs) / Math.min(...xs) > 8;
  if (wide) {
    x.type = 'logarithmic';
    x.ticks.autoSkip = false;
    x.afterBuildTicks = scale => { scale.ticks = roundTicks(scale); };
  }
  const y = axis(colours, measure.label, value => measure.share ? Math.round(1000 * value) / 10 + ' %' : Number(value.toPrecision(3)).toString());
  const settings = options(colours, x, y, {filter: item => item.dataset.label !== 'front', callbacks: {
    title: items => items.length ? '#' + items[0].raw.rank : '',
    label: item => [describe(item.raw.trial), format(measure, item.raw.y), cost.label + ' ' + cost.text(item.raw.x)],
  }});
  settings.interaction = {mode: 'nearest', axis: 'xy', intersect: false};
  place(id + '-chart', () => new Chart(document.getElementById(id + '-chart'), {type: 'scatter', data: {datasets: sets}, options: settings}));
  document.getElementById(id + '-title').textContent = measure.label + ' against ' + cost.label.toLowerCase();
  drawFront(id, measure, cost, best);
  return used.map(group => ({group, label: groups.labels[group]}));
}

function drawFront(id, measure, cost, best) {
  document.getElementById(id + '-front').replaceChildren(element('table', {},
    element('caption', {class: 'hidden'}, 'Configurations that nothing cheaper beats'),
    element('thead', {}, element('tr', {}, element('th', {scope: 'col'}, 'Configuration'),
      element('th', {scope: 'col', class: 'number'}, measure.label), element('th', {scope: 'col', class: 'number'}, cost.label))),
    element('tbody', {}, ...best.map(point => element('tr', {},
      element('th', {scope: 'row'}, '#' + point.rank + ' ' + describe(point.trial)),
      element('td', {class: 'number'}, format(measure, point.y)), element('td', {class: 'number'}, cost.text(point.x)))))));
}

/** A category has one colour in all charts that it colours. */
const groupOfCategory = name => groupsOf(0).of(data.axes[0].values.indexOf(name));

function drawWinners() {
  if (!data.winners.length) {
    return;
  }
  const curves = (points, more) => data.winners.map(winner => {
    const {colour, dash} = seriesStyle(groupOfCategory(winner.category));
    return unitCurve(winner.category, points(winner), colour, {borderDash: dash, borderWidth: 2, ...more(points(winner))});
  });
  const named = label => item => [item.dataset.label, ...label(item)];
  place('winner-roc', () => unitSquare('winner-roc', '1 − specificity', 'Sensitivity',
    curves(winner => winner.roc, () => ({})), named(rocLabel)));
  place('winner-calibration', () => unitSquare('winner-calibration', 'Predicted probability', 'Share really positive',
    curves(winner => winner.calibration, calibrationPoints), named(calibrationLabel)));
  legend('winner-legend', data.winners.map(winner => ({group: groupOfCategory(winner.category), label: winner.category})));
}
