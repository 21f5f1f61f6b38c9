// Looks for a class on a page of many as a reader would, and says what it saw. See ManyClassesPageTest.
const input = document.getElementById('class-search');
const answer = document.querySelector('.answer');
const image = document.querySelector('#matrix img');
const marks = [...document.querySelectorAll('.mark')];
const type = text => {
  input.value = text;
  input.dispatchEvent(new Event('input'));
};
const seen = {};
await image.decode();
seen.picture = image.naturalWidth;
seen.tooWide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
seen.before = marks.length === 2 && marks.every(mark => mark.hidden);

type('SEDAN');
seen.offered = answer.querySelector('p').textContent;
seen.buttons = answer.querySelectorAll('button').length;

input.value = 'CLASS NAME';
input.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}));
seen.chosen = answer.textContent;
seen.row = parseFloat(marks[0].style.top);
seen.column = parseFloat(marks[1].style.left);

answer.querySelector('button').click();
seen.next = answer.textContent;
seen.focus = document.activeElement.id;

const box = document.getElementById('matrix').getBoundingClientRect();
document.getElementById('matrix').dispatchEvent(
  new MouseEvent('click', {clientX: box.left + box.width * (COLUMN + 0.5) / 196, clientY: box.top + box.height * (ROW + 0.5) / 196}));
seen.pointed = answer.textContent;

type('no such class');
seen.nothing = answer.textContent;
type('');
seen.cleared = answer.textContent;
return seen;
