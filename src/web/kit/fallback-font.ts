// Chinese glyphs for machines that have none (bare Linux, some kiosks): only there the self-hosted Noto Sans SC is
// loaded, in slices of which a page takes those it shows. A machine without glyphs draws the same box for any two
// characters: that is how we tell.

function drawn(character: string): string {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = 24
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) return character
  pen.font = `20px ${getComputedStyle(document.documentElement).getPropertyValue('--font') || 'sans-serif'}`
  pen.fillText(character, 2, 20)
  return String(pen.getImageData(0, 0, 24, 24).data)
}

/** Awaited before the first text is drawn, so that nothing jumps. */
export async function loadFallbackFont(): Promise<void> {
  if (drawn('温') === drawn('杭')) await import('@fontsource-variable/noto-sans-sc').catch(() => undefined)
}
