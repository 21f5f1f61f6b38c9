(() => {
  'use strict';
  const data = JSON.parse(document.getElementById('chart-data').textContent);
  let charts = [];

  /** Vertical lines at the best epoch and where a phase begins, each with its name. */
  function marks(colours) {
    const lines = data.phaseStarts.slice(1).map((at, i) => ({at: at - 0.5, text: 'phase ' + (i + 2), dash: [2, 3]}));
    if (data.best >= 0) {
      // Inside, for the name of a phase that begins near stands above.
      lines.push({at: data.best, text: 'best', dash: [], inside: true});
    }
    return {
      id: 'marks',
      beforeDatasetsDraw(chart) {
        const {ctx, chartArea: area, scales: {x}} = chart;
        ctx.save();
        ctx.font = '12px ' + colours.font;
        ctx.fillStyle = ctx.strokeStyle = colours.muted;
        for (const line of lines) {
          const px = x.getPixelForValue(line.at + 1);
          ctx.setLineDash(line.dash);
          ctx.beginPath();
          ctx.moveTo(px, area.top);
          ctx.lineTo(px, area.bottom);
          ctx.stroke();
          const rightHalf = px > area.right - 60;
          ctx.textAlign = rightHalf ? 'right' : 'left';
          ctx.fillText(line.text, px + (rightHalf ? -5 : 5), area.top + (line.inside ? 12 : -6));
        }
        ctx.restore();
      },
    };
  }

  const points = values => values.map((y, i) => ({x: i + 1, y}));

  /** The first epoch of each phase and round numbers between, as many as there is room for. */
  function epochTicks(width) {
    const room = Math.max(3, Math.min(12, width / 45));
    const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find(s => data.epochs.length / s <= room) || 1000;
    return data.epochs
      .map((epoch, i) => ({epoch, value: i + 1, start: data.phaseStarts.includes(i)}))
      .filter(tick => tick.start || tick.epoch % step === 0)
      .map(tick => ({value: tick.value}));
  }

  /** Leaves a little room below the lowest accuracy. */
  function accuracyFloor() {
    const values = [...data.trainAccuracy, ...data.trainInferenceAccuracy, ...data.validationAccuracy, data.baseline].filter(v => v !== null);
    return values.length ? Math.max(0, Math.floor(10 * Math.min(...values) - 0.2) / 10) : 0;
  }

  function learningCurve(id, title, train, validation, format, more) {
    const colours = palette();
    const few = data.epochs.length < 3;
    // The number inside its phase, not the position in the history.
    const epoch = value => Number.isInteger(value) ? data.epochs[value - 1] : null;
    const x = axis(colours, 'Epoch', epoch);
    x.min = 1;
    x.max = Math.max(2, data.epochs.length);
    x.ticks.autoSkip = false;
    x.afterBuildTicks = scale => { scale.ticks = epochTicks(scale.width); };
    const y = axis(colours, title, format.tick);
    Object.assign(y, more.y);
    const sets = [
      line('Train', points(train), colours.train, {borderDash: [7, 4], pointRadius: few ? 4 : 0}),
      line('Validation', points(validation), colours.validation, {
        pointRadius: point => point.dataIndex === data.best ? 5 : few ? 4 : 0,
        pointBorderColor: colours.surface,
        pointBorderWidth: 2,
      }),
    ];
    const shown = more.inference.length ? 3 : 2;
    if (more.inference.length) {
      sets.push(line('Train, inference mode', points(more.inference), colours.train, {pointRadius: few ? 4 : 0}));
    }
    if (more.baseline !== undefined && more.baseline !== null) {
      sets.push(line('Most frequent class', [{x: x.min, y: more.baseline}, {x: x.max, y: more.baseline}], colours.muted,
        {borderWidth: 1.5, borderDash: [2, 4], pointHoverRadius: 0, pointHitRadius: 0}));
    }
    const tooltip = {
      mode: 'index',
      filter: item => item.datasetIndex < shown,
      callbacks: {
        title: items => items.length ? 'Epoch ' + epoch(items[0].parsed.x) : '',
        label: item => item.dataset.label + ' ' + format.value(item.parsed.y),
      },
    };
    const settings = options(colours, x, y, tooltip);
    settings.interaction.mode = 'index';
    return new Chart(document.getElementById(id),
      {type: 'line', data: {datasets: sets}, options: settings, plugins: [marks(colours)]});
  }

  function draw() {
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    charts.forEach(chart => chart.destroy());
    const number = value => Number(value.toPrecision(3)).toString();
    const accent = palette().accent;
    charts = [
      learningCurve('loss', 'Loss', data.trainLoss, data.validationLoss, {tick: number, value: v => v.toPrecision(3)},
        {y: {beginAtZero: true}, inference: data.trainInferenceLoss}),
      learningCurve('accuracy', 'Accuracy', data.trainAccuracy, data.validationAccuracy,
        {tick: value => Math.round(100 * value) + ' %', value: percent}, {y: {min: accuracyFloor(), max: 1}, baseline: data.baseline,
          inference: data.trainInferenceAccuracy}),
      unitSquare('roc', '1 − specificity', 'Sensitivity',
        [unitCurve('Model', data.roc, accent, {pointRadius: data.roc.length < 4 ? 4 : 0})], rocLabel),
      unitSquare('calibration', 'Predicted probability', 'Share really positive',
        [unitCurve('Model', data.calibration, accent, calibrationPoints(data.calibration))], calibrationLabel),
    ];
  }

  onAppearance(draw);
})();
