import type { Driver } from '../../scripts/browsers/driver.ts';

/**
 * What does not fit the panel as it is now laid out: elements that are wider than their place, where only a box of code may
 * scroll by itself, and words of the way's picture that lie over others or leave it.
 */
export function misfits(driver: Pick<Driver, 'inPanel'>): Promise<readonly string[]> {
  return driver.inPanel<readonly string[]>(`(() => {
    const told = (element) => element.outerHTML.slice(0, 100);
    const wide = [...document.querySelectorAll('.explanation, .builder')]
      .filter((one) => one.scrollWidth > one.clientWidth)
      .flatMap((one) => [...one.querySelectorAll('*')].filter((each) => each.scrollWidth > one.clientWidth))
      .map((each) => 'too wide: ' + told(each));
    const page = document.documentElement.scrollWidth > innerWidth ? ['too wide: the panel'] : [];
    const over = [...document.querySelectorAll('.way')].flatMap((way) => {
      const frame = way.getBoundingClientRect();
      const words = [...way.querySelectorAll('.lane, .said, .end')]
        .map((element) => ({ element, box: element.getBoundingClientRect() }));
      const leaving = words.filter(({ box }) => box.left < frame.left || box.right > frame.right);
      const covered = words.filter(({ box }, i) => words.slice(i + 1).some(({ box: other }) =>
        box.left < other.right - 1 && other.left < box.right - 1 && box.top < other.bottom - 1 && other.top < box.bottom - 1));
      return [...leaving, ...covered].map(({ element }) => 'over others, or outside: ' + told(element));
    });
    return [...page, ...wide, ...over];
  })()`);
}
