// What charts of all reports have in common.

const percent = value => (100 * value).toFixed(1) + ' %';

/** The page's colours at this moment: they follow the reader's colour scheme. */
function palette() {
  const style = getComputedStyle(document.documentElement);
  const colours = {};
  for (const name of ['surface', 'text', 'muted', 'grid', 'accent', 'train', 'validation']) {
    colours[name] = style.getPropertyValue('--' + name).trim();
  }
  colours.font = getComputedStyle(document.body).fontFamily;
  return colours;
}

function axis(colours, title, format) {
  return {
    type: 'linear',
    title: {display: true, text: title, color: colours.muted},
    ticks: {color: colours.muted, callback: format, maxRotation: 0, maxTicksLimit: 8},
    grid: {color: colours.grid, tickLength: 4},
    border: {color: colours.grid},
  };
}

function options(colours, x, y, tooltip) {
  return {
    animation: false,
    responsive: true,
    maintainAspectRatio: false,
    layout: {padding: {top: 16, right: 8}},
    interaction: {mode: 'nearest', axis: 'x', intersect: false},
    scales: {x, y},
    plugins: {legend: {display: false}, tooltip: {...tooltip, displayColors: false}},
  };
}

function line(label, points, colour, more) {
  return {
    label, data: points, borderColor: colour, backgroundColor: colour, borderWidth: 2.5, pointRadius: 0,
    clip: 8, pointHoverRadius: 4, tension: 0, spanGaps: false, ...more,
  };
}

/** A unit square with its diagonal; curves come as datasets. */
function unitSquare(id, xTitle, yTitle, curves, label) {
  const colours = palette();
  const x = axis(colours, xTitle, value => Math.round(100 * value) + ' %');
  const y = axis(colours, yTitle, value => Math.round(100 * value) + ' %');
  Object.assign(x, {min: 0, max: 1});
  Object.assign(y, {min: 0, max: 1});
  const tooltip = {filter: item => item.datasetIndex < curves.length, callbacks: {title: () => '', label}};
  const settings = options(colours, x, y, tooltip);
  settings.interaction = {mode: 'nearest', axis: 'xy', intersect: false};
  const diagonal = line('', [{x: 0, y: 0}, {x: 1, y: 1}], colours.muted,
    {borderWidth: 1.5, borderDash: [2, 4], pointHitRadius: 0, pointHoverRadius: 0});
  return new Chart(document.getElementById(id), {type: 'line', data: {datasets: [...curves, diagonal]}, options: settings});
}

/** A curve of points that are x, y and something more. */
function unitCurve(label, points, colour, more) {
  return line(label, points.map(p => ({x: p[0], y: p[1], extra: p[2]})), colour,
    {pointBackgroundColor: colour, pointBorderColor: palette().surface, clip: false, ...more});
}

/** How a calibration curve's points show the number of images in them. */
function calibrationPoints(bins) {
  const most = Math.max(1, ...bins.map(bin => bin[2]));
  return {
    borderWidth: 1.5,
    pointRadius: bins.map(bin => 3 + 7 * Math.sqrt(bin[2] / most)),
    pointHoverRadius: bins.map(bin => 4 + 7 * Math.sqrt(bin[2] / most)),
  };
}

function rocLabel(item) {
  const {x, y, extra} = item.raw;
  const threshold = extra === null ? 'no image called' : 'threshold ' + extra.toFixed(3);
  return [threshold, 'sensitivity ' + percent(y), 'specificity ' + percent(1 - x)];
}

function calibrationLabel(item) {
  const {x, y, extra} = item.raw;
  return [extra + (extra === 1 ? ' image' : ' images'), 'mean probability ' + percent(x), 'really positive ' + percent(y)];
}

/** Draws now, and again when the colours change. Paper is white, and nobody can unfold it. */
function onAppearance(draw) {
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  let folded = [];
  addEventListener('beforeprint', () => {
    document.documentElement.dataset.scheme = 'light';
    folded = [...document.querySelectorAll('details:not([open])')];
    folded.forEach(part => { part.open = true; });
    draw();
  });
  addEventListener('afterprint', () => {
    delete document.documentElement.dataset.scheme;
    folded.forEach(part => { part.open = false; });
    draw();
  });
}
