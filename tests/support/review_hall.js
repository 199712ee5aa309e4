// Whatever photo the review page asks for has 1,200 more faces of which nothing is said (tests/support/review_browser.py).
window.realFetch = window.fetch;
window.fetch = async (name, ...rest) => {
    const answer = await window.realFetch(name, ...rest);
    if (!name.startsWith('photo?')) return answer;
    const photo = await answer.json();
    photo.open = 1200;
    for (let i = 0; i < 1200; i++)
        photo.regions.push({ kind: 'face', state: 'open', detected: true, reason: 'no-subject', sentence: '', person: null,
            box: [i % 40 / 40.123456789, Math.floor(i / 40) / 30.123456789, 0.020123456789012, 0.030123456789012] });
    return new Response(JSON.stringify(photo));
};
