import type { Place } from './plot-frame.ts';

const distance = 15;
/** In degrees from the right, clockwise: the corners first, since the intervals are drawn straight across. */
const directions = [-45, -135, 45, 135, -20, -70, -110, -160, 0, 180, -90];
/** A number of two digits is about so wide and high. */
const wide = 15;
const high = 12;
const dotRadius = 5;

/** Beside each dot, where it hides no dot and no number: the first free place of those around it. */
export function numberPlaces(dots: readonly Place[]): Place[] {
  const taken: Place[] = [];
  for (const dot of dots) {
    const places = around(dot, distance).concat(around(dot, 2 * distance));
    taken.push(places.find((place) => isFree(place, dots, taken)) ?? places[0] ?? dot);
  }
  return taken;
}

function around({ x, y }: Place, radius: number): Place[] {
  return directions.map((degrees) => {
    const angle = (degrees * Math.PI) / 180;
    return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
  });
}

function isFree(place: Place, dots: readonly Place[], taken: readonly Place[]): boolean {
  const apart = (other: Place, besideX: number, besideY: number) =>
    Math.abs(other.x - place.x) >= besideX || Math.abs(other.y - place.y) >= besideY;
  return (
    dots.every((dot) => apart(dot, wide / 2 + dotRadius - 1, high / 2 + dotRadius - 1)) &&
    taken.every((number) => apart(number, wide, high))
  );
}
