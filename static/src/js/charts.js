// <figure class="nm-chart" data-chart data-source="id of a json_script"> with <figcaption> and the table of the same figures.
// Data: {type: "bar"|"line", horizontal, stacked, unit, categories: [..], urls: [..], series: [{name, values}]}.
// Patterns and signs differ from series to series: colour never speaks alone. Loaded only on pages with charts.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { element } from "./notice.js";
import { TEXTS } from "./texts.js";

echarts.use([BarChart, LineChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const COLOURS = [1, 2, 3, 4, 5, 6].map((number) => `--nm-chart-${number}`);
const SIGNS = ["circle", "rect", "triangle", "diamond", "pin", "arrow"];
const PAPER_WIDTH = 620; // pixels: what an upright A4 page leaves within a card
const number = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 2 });

function options(data, style) {
  const colour = (name) => style.getPropertyValue(name).trim();
  const line = { lineStyle: { color: colour("--nm-line") } };
  const text = { color: style.color, fontFamily: style.fontFamily, fontSize: Math.round(parseFloat(style.fontSize) * 0.875) };
  const names = { type: "category", data: data.categories, axisLabel: text, axisLine: { lineStyle: { color: colour("--nm-line-strong") } }, axisTick: { show: false }, inverse: Boolean(data.horizontal) };
  const values = { type: "value", name: data.unit || "", nameTextStyle: { ...text, align: data.horizontal ? "right" : "left" }, axisLabel: { ...text, formatter: (value) => number.format(value) }, splitLine: line, minInterval: data.wholeNumbers === false ? 0 : 1 };
  const many = data.series.length > 1;
  return {
    animation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    color: COLOURS.map(colour),
    textStyle: text,
    aria: { enabled: true, label: { enabled: false }, decal: { show: many && data.type !== "line" } },
    grid: { left: 4, right: 24, top: data.unit ? 36 : 16, bottom: many ? 40 : 8, containLabel: true },
    legend: many ? { bottom: 0, textStyle: text, icon: "roundRect" } : undefined,
    // richText is drawn on the canvas: HTML tooltips would need inline styles, which the page forbids
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, backgroundColor: colour("--nm-surface"), borderColor: colour("--nm-line-strong"), textStyle: text, valueFormatter: (value) => `${number.format(value)} ${data.unit || ""}`.trim() },
    xAxis: data.horizontal ? values : names,
    yAxis: data.horizontal ? names : values,
    series: data.series.map((series, index) => ({
      name: series.name,
      type: data.type === "line" ? "line" : "bar",
      data: series.values,
      stack: data.stacked ? "all" : undefined,
      barMaxWidth: 36,
      symbol: SIGNS[index % SIGNS.length],
      symbolSize: 9,
      lineStyle: { width: 2.5, type: ["solid", "dashed", "dotted"][index % 3] },
    })),
  };
}

function draw(figure) {
  const source = document.getElementById(figure.dataset.source);
  if (!source) return;
  const data = JSON.parse(source.textContent);
  const caption = figure.querySelector("figcaption");
  const label = `${caption ? `${caption.textContent.trim()}. ` : ""}${TEXTS.tableBelow}`;
  const canvas = element("div", { class: "nm-chart-canvas", role: "img", "aria-label": label });
  if (caption) caption.after(canvas);
  else figure.prepend(canvas);
  if (data.horizontal) canvas.style.height = `${Math.max(10, data.categories.length * 2.25 + 4)}rem`;
  const chart = echarts.init(canvas, null, { renderer: "canvas" });
  chart.setOption(options(data, getComputedStyle(figure)));
  chart.on("click", ({ dataIndex }) => data.urls?.[dataIndex] && location.assign(data.urls[dataIndex]));
  new ResizeObserver(() => chart.resize()).observe(canvas);
  window.addEventListener("beforeprint", () => {
    chart.resize({ width: Math.min(PAPER_WIDTH, canvas.clientWidth) });
    chart.getZr().flush();
  });
  window.addEventListener("afterprint", () => chart.resize());
  // a text size, contrast or theme chosen later is drawn anew; at once, since paper doesn't wait for the next frame
  const again = () => {
    chart.setOption(options(data, getComputedStyle(figure)));
    chart.getZr().flush();
  };
  new MutationObserver(again).observe(document.documentElement, {
    attributeFilter: ["data-text-size", "data-contrast", "data-bs-theme"],
  });
}

document.querySelectorAll("[data-chart]").forEach(draw);
