(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('chart-data').textContent);
  let charts = [];

  /** Its points may be groups. */
  function casesLabel(item) {
    return [item.raw.extra + (item.raw.extra === 1 ? ' case' : ' cases'), ...calibrationLabel(item).slice(1)];
  }

  function decisionCurve(id) {
    const colours = palette();
    const benefit = value => Number(value.toFixed(3)).toString();
    const x = axis(colours, 'Threshold', value => Math.round(100 * value) + ' %');
    const y = axis(colours, 'Net benefit', benefit);
    Object.assign(x, {min: 0, max: 1});
    // Treating all falls without an end; what is worth less than nothing needs no room.
    const highest = Math.max(0.05, ...data.decisions.map(p => Math.max(p[1], p[2])));
    Object.assign(y, {min: -highest / 4, max: highest * 1.05});
    y.ticks.includeBounds = false;
    const sets = [
      line('Treat by the model', data.decisions.map(p => ({x: p[0], y: p[1]})), colours.accent, {clip: 0}),
      line('Treat all', data.decisions.map(p => ({x: p[0], y: p[2]})), colours.validation, {clip: 0}),
      line('Treat none', [{x: 0, y: 0}, {x: 1, y: 0}], colours.muted,
        {borderWidth: 1.5, borderDash: [2, 4], pointHitRadius: 0, pointHoverRadius: 0}),
    ];
    const tooltip = {
      mode: 'index',
      filter: item => item.datasetIndex < 2,
      callbacks: {
        title: items => items.length ? 'Threshold ' + percent(items[0].parsed.x) : '',
        label: item => item.dataset.label + ' ' + benefit(item.parsed.y),
      },
    };
    return new Chart(document.getElementById(id), {type: 'line', data: {datasets: sets}, options: options(colours, x, y, tooltip)});
  }

  function draw() {
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    charts.forEach(chart => chart.destroy());
    const accent = palette().accent;
    charts = [
      unitSquare('roc', '1 − specificity', 'Sensitivity',
        [unitCurve('Model', data.roc, accent, {pointRadius: data.roc.length < 4 ? 4 : 0})], rocLabel),
      unitSquare('calibration', 'Predicted probability', 'Share really positive',
        [unitCurve('Model', data.calibration, accent, calibrationPoints(data.calibration))], casesLabel),
      decisionCurve('decisions'),
    ];
  }

  onAppearance(draw);
})();
