// What is chosen, and what is drawn anew when something changes.

const TIME = [
  {column: 'secondsPerEpoch', label: 'Time per epoch', text: duration},
  {column: 'seconds', label: 'Time of the training', text: duration},
];
const SIZE = [
  {column: 'parameters', label: 'Parameters', text: compact},
  {column: 'trainable', label: 'Trainable parameters', text: compact},
];
const costOf = column => [...TIME, ...SIZE].find(cost => cost.column === column);

/** The axis that shares the most combinations of values with another one: there is most to see. */
function mostCombined(other) {
  const first = groupsOf(other);
  const combinations = settingAxes.map(axis => {
    const second = groupsOf(axis);
    return axis === other ? 0 : new Set(data.cells.map(cell => first.of(cell[other + 1]) + ' ' + second.of(cell[axis + 1]))).size;
  });
  return settingAxes[combinations.indexOf(Math.max(...combinations))];
}

const chosen = {
  curve: {column: 'accuracies', axis: 0, order: 1, most: 24},
  effect: measureOf(data.measure),
  pair: {row: settingAxes[0], column: mostCombined(settingAxes[0])},
  cost: {measure: measureOf(data.measure), time: 'secondsPerEpoch', size: 'parameters', axis: 0},
  repeat: {measure: measureOf(data.measure), most: 20},
};

const axisOptions = settingAxes.map(axis => [String(axis), data.axes[axis].label]);
const measureOptions = MEASURES
  .filter(measure => trials[measure.id].some(known))
  .map(measure => [measure.id, measure.label]);

function drawCurveSection() {
  drawCurves(chosen.curve);
}

function drawEffectSection() {
  drawEffects(chosen.effect);
  drawPairSection();
}

function drawPairSection() {
  document.getElementById('pair').hidden = settingAxes.length < 2;
  drawPair(chosen.effect, chosen.pair.row, chosen.pair.column);
}

function drawCostSection() {
  const {measure, time, size, axis} = chosen.cost;
  drawCost('time', measure, costOf(time), axis);
  legend('cost-legend', drawCost('size', measure, costOf(size), axis));
}

function drawRepeatSection() {
  drawRepeats(chosen.repeat.measure, chosen.repeat.most);
}

function drawCharts() {
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  drawCurveSection();
  drawCostSection();
  drawWinners();
}

/** The filters changed. */
function refresh() {
  applyFilters();
  table.page = 0;
  drawTable();
  const scope = left.length === trialCount ? 'All ' + counted(trialCount, 'trial') + '.'
    : 'Of the ' + counted(left.length, 'trial') + ' that the filters of the table leave.';
  document.querySelectorAll('.scope').forEach(place => { place.textContent = scope; });
  drawEffectSection();
  drawRepeatSection();
  drawCurveSection();
  drawCostSection();
}

function choices(id, ...choosers) {
  const form = document.getElementById(id);
  form.addEventListener('submit', event => event.preventDefault());
  form.replaceChildren(...choosers);
}

/** A chooser that sets one thing and draws its section. */
const setting = (label, options, selected, set, draw) => chooser(label, options, String(selected), value => {
  set(value);
  draw();
});

function drawChoices() {
  const {curve, pair, cost, repeat} = chosen;
  choices('curve-choices',
    setting('Show', [['accuracies', 'Validation accuracy'], ['losses', 'Validation loss']], curve.column, v => { curve.column = v; }, drawCurveSection),
    setting('Coloured by', axisOptions, curve.axis, v => { curve.axis = Number(v); }, drawCurveSection),
    setting('First', [['1', 'the best'], ['-1', 'the worst']], curve.order, v => { curve.order = Number(v); }, drawCurveSection),
    setting('Lines at most', ['12', '24', '48', '96'].map(n => [n, n]), curve.most, v => { curve.most = Number(v); }, drawCurveSection));
  choices('effect-choices',
    setting('Measure', measureOptions, chosen.effect.id, v => { chosen.effect = measureOf(v); }, drawEffectSection));
  choices('pair-choices',
    setting('Rows', axisOptions, pair.row, v => { pair.row = Number(v); }, drawPairSection),
    setting('Columns', axisOptions, pair.column, v => { pair.column = Number(v); }, drawPairSection));
  choices('cost-choices',
    setting('Measure', measureOptions.filter(([id]) => id !== 'secondsPerEpoch'), cost.measure.id, v => { cost.measure = measureOf(v); }, drawCostSection),
    setting('Time', TIME.map(c => [c.column, c.label]), cost.time, v => { cost.time = v; }, drawCostSection),
    setting('Size', SIZE.map(c => [c.column, c.label]), cost.size, v => { cost.size = v; }, drawCostSection),
    setting('Coloured by', axisOptions, cost.axis, v => { cost.axis = Number(v); }, drawCostSection));
  choices('repeat-choices',
    setting('Measure', measureOptions, repeat.measure.id, v => { repeat.measure = measureOf(v); }, drawRepeatSection),
    setting('Configurations', ['10', '20', '50'].map(n => [n, n]), repeat.most, v => { repeat.most = Number(v); }, drawRepeatSection));
}

drawChoices();
drawFilters(refresh);
Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
refresh();
onAppearance(drawCharts);
