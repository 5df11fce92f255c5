# The NuGet packages of what was built, and programs elsewhere that reference them as users do: the samples in C# and F#, a test, and the
# function that docs/csharp.md shows, published as it says.
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE ${SCRATCH})
file(MAKE_DIRECTORY ${SCRATCH})
# This project's own settings end here.
foreach(name Directory.Build.props Directory.Build.targets Directory.Packages.props)
  file(WRITE ${SCRATCH}/${name} "<Project />")
endforeach()
# A cache of its own, because the version stays the same when the packages change; what else is needed comes from the user's.
if(DEFINED ENV{NUGET_PACKAGES})
  set(ENV{NUGET_FALLBACK_PACKAGES} "$ENV{NUGET_PACKAGES}")
else()
  set(ENV{NUGET_FALLBACK_PACKAGES} "$ENV{HOME}/.nuget/packages")
endif()
set(ENV{NUGET_PACKAGES} ${SCRATCH}/cache)

function(run)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE output ERROR_VARIABLE output RESULT_VARIABLE failed)
  if(output MATCHES "error (NU110[0-9]|NU1301)[^\n]*")
    message(FATAL_ERROR "SKIPPED, because a package cannot be had: ${CMAKE_MATCH_0}")
  elseif(failed)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "${command}\nended with ${failed}:\n${output}")
  endif()
endfunction()

foreach(project Core Logging FSharp Emulator Testing)
  run(${DOTNET} pack ${SOURCE}/src/${project} -c Release --no-build -nologo -p:ArtifactsPath=${MANAGED} -o ${SCRATCH}/packages)
endforeach()
file(GLOB packages RELATIVE ${SCRATCH}/packages ${SCRATCH}/packages/*)
set(expected "")
foreach(id LambdaClient LambdaClient.Emulator LambdaClient.Extensions.Logging LambdaClient.FSharp LambdaClient.Testing)
  list(APPEND expected ${id}.${VERSION}.nupkg)
endforeach()
if(NOT packages STREQUAL expected)
  message(SEND_ERROR "The packages are ${packages}, not ${expected}")
endif()

# What ARGN prints is the answer to John.
function(expect_answer name)
  execute_process(COMMAND ${ARGN} OUTPUT_VARIABLE printed ERROR_VARIABLE reported RESULT_VARIABLE status)
  if(NOT status EQUAL 0 OR NOT printed STREQUAL "{\"surname\":\"Doe\"}\n")
    message(SEND_ERROR "${name}: status ${status} and the answer\n${printed}\nreports:\n${reported}")
  endif()
endfunction()

# A folder whose programs find the packages.
function(make_folder folder)
  file(MAKE_DIRECTORY ${folder})
  file(WRITE ${folder}/nuget.config
    "<configuration><packageSources><add key=\"here\" value=\"${SCRATCH}/packages\" /></packageSources></configuration>")
endfunction()

# A program of a source and a reference to a package. ARGN, which runs it, prints the answer to John.
function(check_consumer name project source package)
  set(folder ${SCRATCH}/${name})
  make_folder(${folder})
  file(COPY ${source} DESTINATION ${folder})
  get_filename_component(file ${source} NAME)
  set(compile "")
  if(project MATCHES "fsproj$")
    set(compile "<ItemGroup><Compile Include=\"${file}\" /></ItemGroup>")
  endif()
  file(WRITE ${folder}/${project} "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>
    ${compile}<ItemGroup><PackageReference Include=\"${package}\" Version=\"${VERSION}\" /></ItemGroup></Project>")
  run(${DOTNET} build ${folder} -c Release -nologo -o ${folder}/built)
  expect_answer(${name} ${ARGN})
endfunction()

set(in_emulator ${DOTNET} ${EMULATOR} run --timeout 20 --data "{\"name\": \"John\"}" --)
check_consumer(csharp app.csproj ${SOURCE}/samples/csharp/surname/Program.cs LambdaClient ${in_emulator} ${SCRATCH}/csharp/built/app)
# The package makes it a function: its executable is named bootstrap.
check_consumer(fsharp app.fsproj ${SOURCE}/samples/fsharp/surname/Program.fs LambdaClient.FSharp
  ${in_emulator} ${SCRATCH}/fsharp/built/bootstrap)
check_consumer(testing app.fsproj ${CMAKE_CURRENT_LIST_DIR}/consumer/Testing.fs LambdaClient.Testing ${SCRATCH}/testing/built/app)

# The page's program, project and commands; those are for one kind of machine.
find_program(ZIP zip)
if(NOT PROCESSOR STREQUAL x86_64 OR NOT ZIP)
  message(FATAL_ERROR "SKIPPED, because the page's commands publish for x86_64 and need the program zip; all before them passed")
endif()
include(${CMAKE_CURRENT_LIST_DIR}/../Documentation/Block.cmake)
set(folder ${SCRATCH}/page)
make_folder(${folder})
read_page_block(${SOURCE}/docs/csharp.md csharp 1 block)
file(WRITE ${folder}/Program.cs "${block}")
read_page_block(${SOURCE}/docs/csharp.md xml 1 block)
file(WRITE ${folder}/app.csproj "${block}")
read_page_block(${SOURCE}/docs/csharp.md sh 1 block)
file(WRITE ${SCRATCH}/commands.sh "${block}")
run(${CMAKE_COMMAND} -E chdir ${folder} sh -e ${SCRATCH}/commands.sh)
file(MAKE_DIRECTORY ${SCRATCH}/task)
run(${CMAKE_COMMAND} -E chdir ${SCRATCH}/task ${CMAKE_COMMAND} -E tar xf ${folder}/function.zip)
expect_answer(page ${in_emulator} ${SCRATCH}/task/bootstrap)
