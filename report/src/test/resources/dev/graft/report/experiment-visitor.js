// Uses the report of an experiment as a reader would, and says what it saw. See ExperimentPageTest.
const all = selector => [...document.querySelectorAll(selector)];
const texts = selector => all(selector).map(found => found.textContent.trim());
const column = key => texts(`#trial-table tbody [data-column="${key}"]`);
const head = key => document.querySelector(`[data-sort="${key}"]`);
const state = key => head(key).closest('th').getAttribute('aria-sort');
const count = () => document.getElementById('count').textContent;
const chooser = (form, label) => all(`#${form} label`).find(found => found.firstChild.textContent === label).querySelector('select');
const choose = (form, label, text) => {
  const select = chooser(form, label);
  select.value = [...select.options].find(option => option.textContent === text).value;
  select.dispatchEvent(new Event('change'));
};
const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));
const effects = () => Object.fromEntries(all('.effect').map(effect => [effect.querySelector('h3').textContent,
  [...effect.querySelectorAll('tbody tr')].map(row => [...row.children].filter((cell, i) => i !== 1).map(cell => cell.textContent))]));
const drawn = canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some(value => value > 0);
const seen = {};

seen.count = count();
seen.rows = column('rank').length;
seen.areas = column('rocAuc');
seen.canvases = Object.fromEntries(all('canvas').map(canvas => [canvas.id, drawn(canvas)]));
seen.links = all('#trial-table tbody a').map(link => link.getAttribute('href'));
seen.effects = effects();
seen.pairs = all('.pairs .heat').length;
seen.pairLayout = getComputedStyle(document.querySelector('#pair-table table')).display;
seen.repeats = texts('#repeat-table tbody th');
seen.front = texts('#time-front tbody tr');
seen.tooWide = document.documentElement.scrollWidth - document.documentElement.clientWidth;

head('accuracy').click();
seen.ascending = {state: state('accuracy'), values: column('accuracy')};
head('accuracy').click();
seen.descending = {state: state('accuracy'), values: column('accuracy'), rank: state('rank'), focus: document.activeElement.dataset.sort};
head('axis3').click();
head('axis3').click();
seen.byAxis = column('axis3');

all('#pager button').find(button => button.textContent === 'Next').click();
seen.nextPage = count();

choose('filters', 'Backbone', 'vgg19');
seen.filtered = {count: count(), backbones: [...new Set(column('axis0'))], scope: texts('.scope')[0], effects: effects(), legend: texts('#curve-legend span')};
choose('filters', 'Status', 'failed');
seen.failed = {count: count(), accuracies: [...new Set(column('accuracy'))]};
document.getElementById('reset').click();
seen.reset = count();

const search = document.querySelector('#filters input');
search.value = 'inception-v3 caffe';
search.dispatchEvent(new Event('input'));
await pause(400);
seen.searched = {count: count(), preprocessing: [...new Set(column('axis6'))]};
search.value = 'no such thing';
search.dispatchEvent(new Event('input'));
await pause(400);
seen.nothing = {count: count(), rows: column('rank').length};
document.getElementById('reset').click();

choose('curve-choices', 'Lines at most', '12');
choose('curve-choices', 'Coloured by', 'Learning rate');
choose('curve-choices', 'Show', 'Validation loss');
seen.curves = {lines: Chart.getChart('curve-chart').data.datasets.length, legend: texts('#curve-legend span'), note: document.getElementById('curve-note').textContent};
choose('effect-choices', 'Measure', 'Log loss');
seen.lossEffects = effects();
choose('pair-choices', 'Rows', 'Optimizer');
choose('pair-choices', 'Columns', 'Learning rate');
seen.pair = texts('.pairs tbody tr');
choose('cost-choices', 'Time', 'Time of the training');
seen.cost = document.getElementById('time-title').textContent;
choose('repeat-choices', 'Configurations', '10');
seen.fewerRepeats = all('#repeat-table tbody tr').length;
seen.injected = window.injected === undefined ? 'no' : 'yes';
return seen;
