// Civil time, at changes of the clocks too.

import assert from "node:assert/strict";
import { test } from "node:test";

import { daysOn, fieldOf, known, nextChange, offset, readField } from "../../web/zone.js";

const at = (text) => Date.parse(text);
const text = (moment) => new Date(moment).toISOString().slice(0, 16);
const HOUR = 3_600_000;

test("a zone's clocks are ahead of UTC by what they show", () => {
  for (const [moment, zone, hours] of [
    ["2025-09-01T06:30:00Z", "Europe/London", 1],
    ["2025-12-01T06:30:00Z", "Europe/London", 0],
    ["2025-09-01T06:30:00Z", "America/New_York", -4],
    ["2025-09-01T06:30:00Z", "Asia/Kathmandu", 5.75],
    ["2025-09-01T06:30:00Z", "UTC", 0],
  ]) {
    assert.equal(offset(at(moment), zone), hours * HOUR, `${moment} ${zone}`);
  }
});

test("a field is read in the zone; a time that is skipped is the first after it, one that comes twice the first", () => {
  for (const [field, zone, wanted] of [
    ["2025-09-01T07:30", "Europe/London", "2025-09-01T06:30"],
    ["2025-10-26T01:30", "Europe/London", "2025-10-26T00:30"],
    ["2026-03-29T01:30", "Europe/London", "2026-03-29T01:00"],
    ["2026-03-08T02:30", "America/New_York", "2026-03-08T07:00"],
    ["2025-10-05T02:15", "Australia/Lord_Howe", "2025-10-04T15:30"],
  ]) {
    assert.equal(text(readField(field, zone)), wanted, `${field} ${zone}`);
  }
  for (const field of ["", "soon"]) assert.equal(readField(field, "UTC"), null);
});

test("a day on is the same time of day, whatever the clocks do", () => {
  for (const [moment, zone, wanted] of [
    ["2025-09-01T06:30:12Z", "Europe/London", "2025-09-02T06:30"],
    ["2025-10-25T06:30:00Z", "Europe/London", "2025-10-26T07:30"],
    ["2026-03-28T07:30:00Z", "Europe/London", "2026-03-29T06:30"],
  ]) {
    assert.equal(text(daysOn(at(moment), 1, zone)), wanted, `${moment} ${zone}`);
  }
});

test("the next change of the clocks is found, where there is one", () => {
  for (const [zone, wanted, hours] of [
    ["Europe/London", "2025-10-26T01:00", -1],
    ["America/New_York", "2025-11-02T06:00", -1],
    ["Australia/Lord_Howe", "2025-10-04T15:30", 0.5],
  ]) {
    const change = nextChange(at("2025-09-01T06:30:00Z"), zone);
    assert.deepEqual([text(change.at), change.by], [wanted, hours * HOUR], zone);
  }
  for (const zone of ["UTC", "Asia/Tokyo"]) assert.equal(nextChange(at("2025-09-01T06:30:00Z"), zone), null);
});

test("a field shows what the zone's clocks do", () => {
  assert.equal(fieldOf(at("2025-09-01T06:30:40Z"), "Europe/London"), "2025-09-01T07:30");
  assert.deepEqual(["Europe/London", "Nowhere/Here", ""].map(known), [true, false, false]);
});
