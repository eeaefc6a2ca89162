/** P(X >= more) of more + less events, each of which is one of the former with a probability of `share`. */
export function upperTail(more: number, less: number, share: number): number {
  const events = more + less;
  if (more <= events * share) return 1;
  let log = 0;
  for (let event = 1; event <= less; event++) log += Math.log((more + event) / event);
  let term = Math.exp(log + more * Math.log(share) + less * Math.log1p(-share));
  let sum = 0;
  for (let count = more; count <= events; count++) {
    sum += term;
    term *= ((events - count) / (count + 1)) * (share / (1 - share));
  }
  return sum;
}
