import type { Size } from '../source/session/state.ts';
import type { Theme } from '../source/ui/theme.ts';
import { drive } from '../test/session/drive.ts';
import { createFakeWorkbench } from '../test/session/fake-workbench.ts';
import type { FakeOptions } from '../test/session/fake-workbench.ts';
import { screens } from '../test/ui/screens.ts';

/** A screen of the session from recorded data, as the terminal would show it. */
export const recordedRows = async (
	name: string,
	size: Size,
	theme: Theme,
	options: FakeOptions = {},
): Promise<readonly string[]> => {
	const driver = await drive(createFakeWorkbench(options), size, theme);
	await driver.press(...(screens[name] ?? []));
	return driver.frame().rows;
};
