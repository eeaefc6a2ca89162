export { type ColdPods, openColdPods, stepColdPods } from './cold-pods.ts';
export { type Forecast, forecast, type GaugePoint, type GaugeScale } from './forecast.ts';
export {
  openShiftTest,
  type ShiftRule,
  type ShiftTest,
  shifted,
  shiftRule,
  stepShiftTest,
} from './shift-test.ts';
