export { type Forecast, forecast, type GaugePoint, type GaugeScale } from './forecast.ts';
export { openShiftTest, type ShiftTest, shifted, stepShiftTest } from './shift-test.ts';
