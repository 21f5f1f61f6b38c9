// Tables with a range in each line: effects of settings, and repeats; and the table of two settings together.

/** Round ends around all ranges. */
function scaleOf(measure, rows) {
  const lows = rows.map(row => row.low).filter(known);
  const highs = rows.map(row => row.high).filter(known);
  const low = lows.length ? Math.min(...lows) : 0;
  const high = highs.length ? Math.max(...highs) : 1;
  const rough = Math.max(high - low, 1e-3) / 8;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find(times => times * power >= rough);
  const from = Math.floor(low / step) * step;
  const to = Math.max(Math.ceil(high / step) * step, from + step);
  return measure.share ? {from: Math.max(0, from), to: Math.min(1, to)} : {from, to};
}

function rangeBar(scale, row) {
  const at = value => (100 * (value - scale.from) / (scale.to - scale.from)).toFixed(2);
  const span = (name, from, to) => element('span', {class: name, style: 'left:' + at(from) + '%;width:' + (at(to) - at(from)).toFixed(2) + '%'});
  const parts = [span('reach', row.low, row.high)];
  if (known(row.deviation) && !row.marks) {
    parts.push(span('band', Math.max(row.low, row.mean - row.deviation), Math.min(row.high, row.mean + row.deviation)));
  }
  (row.marks || []).forEach(value => parts.push(span('mark', value, value)));
  parts.push(span('point', row.mean, row.mean));
  return element('div', {class: 'range', 'aria-hidden': 'true'}, ...parts);
}

/** Lines with a label, a range and numbers: {label, note, n, mean, deviation, low, high, marks}. */
function rangeTable(caption, measure, scale, rows, firstColumn, countColumn) {
  const end = value => measure.share ? Math.round(1000 * value) / 10 + ' %' : Number(value.toPrecision(3)).toString();
  const head = element('tr', {},
    element('th', {scope: 'col'}, firstColumn),
    element('th', {scope: 'col', class: 'ends'}, element('div', {},
      element('span', {}, end(scale.from)), element('span', {}, end(scale.to)))),
    element('th', {scope: 'col', class: 'number'}, measure.label),
    element('th', {scope: 'col', class: 'number'}, countColumn));
  const lines = rows.map(row => element('tr', {},
    element('th', {scope: 'row'}, row.label, row.note ? element('small', {}, row.note) : null),
    element('td', {class: 'bar'}, known(row.mean) ? rangeBar(scale, row) : '–'),
    element('td', {class: 'number'}, format(measure, row.mean) + formatSpread(measure, row.deviation)),
    element('td', {class: 'number'}, grouped(row.n))));
  return element('table', {class: 'ranges'}, element('caption', {class: 'hidden'}, caption),
    element('thead', {}, head), element('tbody', {}, ...lines));
}

/** Every cell counts: a training that is two cells stands for both. */
function cellsLeft(column) {
  const cells = [];
  for (const trial of left) {
    const figure = trials[column][trial];
    if (known(figure)) {
      cellsOf[trial].filter(cellPasses).forEach(cell => cells.push({cell, figure}));
    }
  }
  return cells;
}

function drawEffects(measure) {
  const cells = cellsLeft(measure.id);
  const sections = settingAxes.map(axis => {
    const groups = groupsOf(axis);
    const found = groups.labels.map(() => []);
    cells.forEach(({cell, figure}) => found[groups.of(cell[axis])].push(figure));
    const rows = groups.labels
      .map((label, i) => ({label, ...statistics(found[i])}))
      .filter(row => row.n);
    return {axis, rows};
  }).filter(section => section.rows.length > 1);
  // One scale for all, so that the eye sees which setting matters most.
  const scale = scaleOf(measure, sections.flatMap(section => section.rows));
  document.getElementById('effect-tables').replaceChildren(...sections.map(({axis, rows}) => element('div', {class: 'effect'},
    element('h3', {}, data.axes[axis].label),
    rangeTable(measure.label + ' by ' + data.axes[axis].label, measure, scale, rows, data.axes[axis].label, 'Cells'))));
  if (!sections.length) {
    document.getElementById('effect-tables').replaceChildren(element('p', {}, 'Nothing varies among these trials.'));
  }
}

/** Means of two settings together; the better, the stronger the colour. */
function drawPair(measure, rowAxis, columnAxis) {
  const place = document.getElementById('pair-table');
  const rows = groupsOf(rowAxis);
  const cols = groupsOf(columnAxis);
  const found = rows.labels.map(() => cols.labels.map(() => []));
  cellsLeft(measure.id).forEach(({cell, figure}) => found[rows.of(cell[rowAxis])][cols.of(cell[columnAxis])].push(figure));
  const stats = found.map(row => row.map(statistics));
  const usedRows = rows.labels.map((label, i) => i).filter(i => stats[i].some(cell => cell.n));
  const usedCols = cols.labels.map((label, i) => i).filter(i => stats.some(row => row[i].n));
  const means = stats.flat().map(cell => cell.mean).filter(known);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const shade = mean => {
    const place = high > low ? (mean - low) / (high - low) : 1;
    return (measure.better > 0 ? place : 1 - place).toFixed(3);
  };
  const cellOfPair = cell => !cell.n ? element('td', {class: 'none'}, '–')
    : element('td', {class: 'heat', style: '--share:' + shade(cell.mean)},
      element('b', {}, format(measure, cell.mean)), element('span', {}, (formatSpread(measure, cell.deviation) || ' ') + ' (' + cell.n + ')'));
  const caption = measure.label + ' by ' + data.axes[rowAxis].label + ' and ' + data.axes[columnAxis].label;
  place.replaceChildren(element('table', {class: 'pairs'},
    element('caption', {}, caption + ': mean ± standard deviation (cells). The stronger the colour, the better.'),
    element('thead', {}, element('tr', {}, element('th', {scope: 'col'}, data.axes[rowAxis].label + ' ╲ ' + data.axes[columnAxis].label),
      ...usedCols.map(i => element('th', {scope: 'col'}, cols.labels[i])))),
    element('tbody', {}, ...usedRows.map(i => element('tr', {}, element('th', {scope: 'row'}, rows.labels[i]),
      ...usedCols.map(j => cellOfPair(stats[i][j])))))));
}

function drawRepeats(measure, most) {
  const rows = configurationsLeft().slice(0, most).map(({rank, members}) => {
    const marks = figures(members, measure.id);
    return {label: '#' + rank + ' ' + axisText(members[0], 0), note: settingAxes.slice(1).map(axis => axisText(members[0], axis)).join(' · '), marks, ...statistics(marks)};
  });
  const place = document.getElementById('repeat-table');
  if (!rows.length) {
    place.replaceChildren(element('p', {}, 'No configuration with a result passes the filters.'));
    return;
  }
  place.replaceChildren(rangeTable(measure.label + (inFolds ? ' of trainings' : ' of repeats'), measure, scaleOf(measure, rows), rows,
    'Configuration', inFolds ? 'Trainings' : 'Repeats'));
}
