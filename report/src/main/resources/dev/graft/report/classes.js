// The matrix of many classes: a class that is looked for, its row and its column.
(() => {
  'use strict';
  const {names, cells} = JSON.parse(document.getElementById('confusion-data').textContent);
  const picture = document.getElementById('matrix');
  const OFFERED = 12;
  const LISTED = 15;

  const mistakes = [];
  const images = new Array(names.length).fill(0);
  const hits = new Array(names.length).fill(0);
  for (let i = 0; i < cells.length; i += 3) {
    const [actual, called, count] = cells.slice(i, i + 3);
    images[actual] += count;
    if (actual === called) {
      hits[actual] = count;
    } else {
      mistakes.push({actual, called, count});
    }
  }

  function element(name, text, parent) {
    const made = document.createElement(name);
    if (text) {
      made.textContent = text;
    }
    if (parent) {
      parent.append(made);
    }
    return made;
  }

  const search = element('p');
  search.className = 'search';
  const label = element('label', 'Find a class', search);
  const input = element('input', '', search);
  input.type = 'search';
  input.id = 'class-search';
  input.autocomplete = 'off';
  label.htmlFor = input.id;
  const answer = element('div');
  answer.className = 'answer';
  answer.setAttribute('role', 'status');
  document.getElementById('pairs').prepend(search, answer);

  const marks = ['row', 'column'].map(kind => {
    const mark = element('div', '', picture);
    mark.className = 'mark ' + kind;
    mark.hidden = true;
    return mark;
  });

  function mark(index) {
    marks.forEach(each => { each.hidden = index === null; });
    if (index !== null) {
      const middle = 100 * (index + 0.5) / names.length + '%';
      const size = 100 / names.length + '%';
      marks[0].style.top = marks[1].style.left = middle;
      marks[0].style.height = marks[1].style.width = size;
    }
  }

  const counted = (count, noun) => count + ' ' + noun + (count === 1 ? '' : 's');

  /** Classes as buttons, each of which shows its own. */
  function list(classes) {
    const made = element('ul', '', answer);
    for (const {index, text} of classes) {
      const button = element('button', text, element('li', '', made));
      button.type = 'button';
      button.addEventListener('click', () => {
        choose(index);
        input.focus();
      });
    }
  }

  function confused(title, found, index) {
    if (found.length === 0) {
      return;
    }
    found.sort((a, b) => b.count - a.count);
    element('p', title, answer);
    list(found.slice(0, LISTED).map(cell => ({index: cell[index], text: names[cell[index]] + ' · ' + cell.count})));
    if (found.length > LISTED) {
      element('p', 'and ' + (found.length - LISTED) + ' more', answer);
    }
  }

  function choose(index) {
    input.value = names[index];
    answer.replaceChildren();
    mark(index);
    element('p', '“' + names[index] + '”: ' + hits[index] + ' of ' + counted(images[index], 'image') + ' found.', answer);
    const taken = mistakes.filter(cell => cell.actual === index);
    const mistaken = mistakes.filter(cell => cell.called === index);
    confused('The others were called', taken, 'called');
    confused('Called so, too', mistaken, 'actual');
    if (images[index] > 0 && taken.length + mistaken.length === 0) {
      element('p', 'It was never confused.', answer);
    }
  }

  /** Names that begin so come first. */
  function matches(text) {
    const wanted = text.trim().toLowerCase();
    const found = names.map((name, index) => ({index, text: name, at: name.toLowerCase().indexOf(wanted)}));
    return wanted === '' ? [] : found.filter(each => each.at >= 0).sort((a, b) => (a.at > 0) - (b.at > 0));
  }

  input.addEventListener('input', () => {
    const found = matches(input.value);
    const exact = found.find(each => each.text.toLowerCase() === input.value.trim().toLowerCase());
    if (exact && found.length === 1) {
      choose(exact.index);
      return;
    }
    answer.replaceChildren();
    mark(null);
    if (input.value.trim() !== '') {
      element('p', found.length === 1 ? '1 class' : found.length + ' classes', answer);
      list(found.slice(0, OFFERED));
    }
  });

  input.addEventListener('keydown', event => {
    const found = event.key === 'Enter' ? matches(input.value) : [];
    if (found.length > 0) {
      event.preventDefault();
      choose((found.find(each => each.text === input.value) || found[0]).index);
    }
  });

  /** The class of the row of the point that is nearest to the pointer. */
  picture.addEventListener('click', event => {
    const box = picture.getBoundingClientRect();
    const x = names.length * (event.clientX - box.left) / box.width - 0.5;
    const y = names.length * (event.clientY - box.top) / box.height - 0.5;
    let nearest = null;
    let least = Infinity;
    for (let i = 0; i < cells.length; i += 3) {
      const distance = Math.hypot(cells[i] - y, cells[i + 1] - x);
      if (distance < least) {
        least = distance;
        nearest = cells[i];
      }
    }
    if (nearest !== null) {
      choose(nearest);
    }
  });
})();
