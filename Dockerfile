FROM python:3.12-slim

RUN useradd --create-home --uid 10001 racetrace && install --directory --owner racetrace /data
WORKDIR /app
# A layer of its own: a change of the sources installs none of it again.
COPY constraints.txt pyproject.toml ./
RUN python -c "import tomllib; t = tomllib.load(open('pyproject.toml', 'rb')); \
p = t['project']; \
print(*t['build-system']['requires'], *p['dependencies'], *p['optional-dependencies']['server'], sep='\n')" > /tmp/wanted.txt \
    && pip install --no-cache-dir --constraint constraints.txt --requirement /tmp/wanted.txt
COPY README.md LICENSE main.py ./
COPY components components
COPY pages pages
COPY data data
COPY racetrace racetrace
# The program may not write here: what is not compiled now would be compiled anew at each start, and by each worker.
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && python -m compileall -q main.py components pages racetrace

USER racetrace
ENV RACETRACE_DATA=/data/racetrace.db RACETRACE_HOST=0.0.0.0
VOLUME /data
EXPOSE 8000
# Whoever waits until it is healthy waits for the next look: by itself that would be one in 30 s.
HEALTHCHECK --interval=10s --timeout=10s --start-period=60s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/api/v1/health')"]
CMD ["racetrace", "serve", "--no-browser"]
