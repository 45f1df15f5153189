import type { PracticeReport } from '../../../core/report.ts';
import { markOfSpot } from '../../../session/marks.ts';
import { spotsOf } from '../../../session/spots.ts';
import type { Spot } from '../../../session/spots.ts';
import type { Session } from '../../../session/state.ts';
import { emptyLine, fit, gap, line, restyled, span, spread } from '../../line.ts';
import type { Line } from '../../line.ts';
import { say, show } from '../../safe-text.ts';
import { statusLooks } from '../../status.ts';
import { shorten, widthOf } from '../../width.ts';
import { words } from '../../wording.ts';
import { topOf } from '../page.ts';
import { heading } from './heading.ts';
import { excerptLines, findingLines, placeText } from './place.ts';

interface SpotLook {
	readonly isSelected: boolean;
	readonly isFocused: boolean;
	readonly isMarked: boolean;
}

const spotLine = (spot: Spot, { isSelected, isFocused, isMarked }: SpotLook, width: number): Line => {
	const place = placeText(spot, Math.max(16, Math.floor(width * 0.45)));
	const { glyph, style } = statusLooks[spot.finding.level === 'info' ? 'manual' : spot.finding.level];
	const room = width - widthOf(place) - 7;
	const row: Line = [
		span(isSelected ? say`▸` : say` `, 'strong'),
		span(isMarked ? say`■` : glyph, isMarked ? 'fixed' : style),
		gap(1),
		span(place),
		gap(2),
		span(shorten(show(spot.finding.message), room), 'quiet'),
	];
	const fitted = fit(row, width);
	return isSelected && isFocused ? restyled(fitted, 'chosen') : fitted;
};

/** Every place, and the lines around the selected one. Only what is visible is made. */
export const evidenceLines = (
	session: Session,
	practice: PracticeReport,
	{
		width,
		height,
		isFocused,
	}: { readonly width: number; readonly height: number; readonly isFocused: boolean },
): readonly Line[] => {
	const spots = spotsOf(practice);
	const { place } = session.browse;
	const spot = spots[place] ?? spots[0];
	if (!spot) return [line(say` ${words.noEvidence}`, 'quiet')];
	// On the smallest screens the lines of code go before the list and before air.
	const isTight = height < 12;
	const room = isTight
		? Math.min(spots.length, height < 9 ? 1 : 2)
		: Math.min(spots.length, Math.max(2, Math.floor((height - 3) * 0.4)));
	const top = topOf(spots.length, place, room);
	const finding = isTight ? findingLines(spot, width).slice(0, 2) : findingLines(spot, width);
	const air = isTight ? [] : [emptyLine];
	const rest = height - room - finding.length - 1 - 2 * air.length;
	return [
		spread(heading(words.evidence), [span(say`${place + 1} of ${spots.length}`, 'quiet'), gap(1)], width),
		...spots.slice(top, top + room).map((each, index) =>
			spotLine(
				each,
				{
					isSelected: top + index === place,
					isFocused,
					isMarked: session.marks.has(markOfSpot(practice, each)),
				},
				width,
			),
		),
		...air,
		...finding,
		...air,
		...excerptLines(session, spot, { width, height: Math.min(rest, 20) }),
	];
};
